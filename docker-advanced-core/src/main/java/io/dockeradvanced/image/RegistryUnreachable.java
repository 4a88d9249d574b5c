package io.dockeradvanced.image;

import org.jspecify.annotations.Nullable;

/** The registry did not answer, or only that it cannot now: try again, or look at the network. */
public final class RegistryUnreachable extends RegistryFailed {
  private static final long serialVersionUID = 1;

  /** A failure with its registry; the message says what was asked and what to try. */
  public RegistryUnreachable(String registry, String message, @Nullable Throwable cause) {
    super(registry, message, cause, true);
  }
}
