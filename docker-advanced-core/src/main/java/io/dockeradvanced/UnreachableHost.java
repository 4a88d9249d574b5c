package io.dockeradvanced;

import org.jspecify.annotations.Nullable;

/**
 * The engine did not answer: no socket, no permission, connection cut, deadline of the transport.
 */
public final class UnreachableHost extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final boolean requestMayHaveRun;

  public UnreachableHost(
      String host, String message, @Nullable Throwable cause, boolean requestMayHaveRun) {
    super(message, cause, host, true);
    this.requestMayHaveRun = requestMayHaveRun;
  }

  /**
   * Whether the request may have reached the engine before the connection failed. When false,
   * nothing was changed by it.
   */
  public boolean requestMayHaveRun() {
    return requestMayHaveRun;
  }
}
