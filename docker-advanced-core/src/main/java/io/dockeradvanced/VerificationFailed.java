package io.dockeradvanced;

import org.jspecify.annotations.Nullable;

/** A change was made, and the look afterwards found something else than was asked for. */
public final class VerificationFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public VerificationFailed(@Nullable String host, String message) {
    super(message, null, host, false);
  }
}
