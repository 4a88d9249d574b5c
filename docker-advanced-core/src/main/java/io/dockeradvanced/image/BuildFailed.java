package io.dockeradvanced.image;

import io.dockeradvanced.DockerAdvancedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build ended badly; no tag was moved. */
public final class BuildFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String reason;
  private final transient List<String> log;

  /**
   * A failed build.
   *
   * @param reason the engine's own words
   * @param log the last lines that the build printed, oldest first
   */
  public BuildFailed(
      String host, String message, String reason, List<String> log, @Nullable Throwable cause) {
    super(message, cause, host, false);
    this.reason = reason;
    this.log = List.copyOf(log);
  }

  /** The engine's message, as it was sent. */
  public String reason() {
    return reason;
  }

  /** The last lines of the build, oldest first. */
  public List<String> log() {
    return log;
  }
}
