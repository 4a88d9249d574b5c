package io.dockeradvanced.image;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** The engine could not pull: the image is as it was before. */
public final class PullFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * A pull that ended badly.
   *
   * @param reason the engine's own words
   */
  public PullFailed(String host, String message, String reason, @Nullable Throwable cause) {
    super(message, cause, host, false);
    this.reason = reason;
  }

  /** The engine's message, as it was sent. */
  public String reason() {
    return reason;
  }
}
