package io.dockeradvanced.image;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** The engine could not push: what the registry has of it is not named by the tag. */
public final class PushFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * A push that ended badly.
   *
   * @param reason the engine's own words
   */
  public PushFailed(String host, String message, String reason, @Nullable Throwable cause) {
    super(message, cause, host, false);
    this.reason = reason;
  }

  /** The engine's message, as it was sent. */
  public String reason() {
    return reason;
  }
}
