package io.dockeradvanced.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No channel could be opened; nothing was sent. */
public final class ConnectFailed extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean mayPass;

  /**
   * @param message what failed and what to try next
   * @param mayPass whether an engine that is just restarting looks like this
   */
  public ConnectFailed(String message, boolean mayPass, @Nullable Throwable cause) {
    super(message, cause);
    this.mayPass = mayPass;
  }

  /** Whether an engine that is just restarting looks like this; no for a missing permission. */
  public boolean mayPass() {
    return mayPass;
  }
}
