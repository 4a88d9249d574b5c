package io.dockeradvanced;

import org.jspecify.annotations.Nullable;

/** The call was cancelled, by an interrupt of the calling thread or by {@code cancel()}. */
public final class Cancelled extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public Cancelled(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
