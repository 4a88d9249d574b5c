package io.dockeradvanced.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No channel could be opened; nothing was sent. */
public final class ConnectFailed extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean mayPass;
  private final boolean unanswered;

  /**
   * @param message what failed and what to try next
   * @param mayPass whether an engine that is just restarting looks like this
   */
  public ConnectFailed(String message, boolean mayPass, @Nullable Throwable cause) {
    this(message, mayPass, false, cause);
  }

  private ConnectFailed(
      String message, boolean mayPass, boolean unanswered, @Nullable Throwable cause) {
    super(message, cause);
    this.mayPass = mayPass;
    this.unanswered = unanswered;
  }

  /** Nothing came back in the time there was, not even a refusal. */
  public static ConnectFailed unanswered(String message, @Nullable Throwable cause) {
    return new ConnectFailed(message, true, true, cause);
  }

  /** Whether an engine that is just restarting looks like this; no for a missing permission. */
  public boolean mayPass() {
    return mayPass;
  }

  /**
   * Whether nothing came back in the time there was: a server that stands still looks like this.
   */
  public boolean unanswered() {
    return unanswered;
  }
}
