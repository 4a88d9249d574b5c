package io.dockeradvanced.image;

import org.jspecify.annotations.Nullable;

/** The registry wants a login, or does not let this one in: log in, or ask for the right. */
public final class RegistryDenied extends RegistryFailed {
  private static final long serialVersionUID = 1;

  /** A failure with its registry; the message says what was asked and what to try. */
  public RegistryDenied(String registry, String message, @Nullable Throwable cause) {
    super(registry, message, cause, false);
  }
}
