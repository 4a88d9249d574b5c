package io.dockeradvanced;

import org.jspecify.annotations.Nullable;

/**
 * The call was cancelled, by an interrupt of the calling thread or by {@code cancel()}.
 *
 * <p>When it waited for an operation that did not reach its end, the cause is what the operation
 * failed with: an {@link io.dockeradvanced.operation.OperationFailed} says how things stand now.
 */
public final class Cancelled extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public Cancelled(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
