package io.dockeradvanced.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No channel could be opened; nothing was sent. */
public final class ConnectFailed extends IOException {
  private static final long serialVersionUID = 1;

  /** What the failure says of the other side. */
  public enum Reason {
    /** Nobody listens there: an engine that has ended, or restarts. */
    REFUSED,
    /** Nothing came back in the time there was, not even a refusal. */
    UNANSWERED,
    /** There is no way to it from here now. */
    NO_WAY,
    /** Nothing, as of a limit or a failure on this side; or more than is listed here. */
    OTHER
  }

  private final boolean mayPass;
  private final Reason reason;

  /**
   * @param message what failed and what to try next
   * @param mayPass whether an engine that is just restarting looks like this
   */
  public ConnectFailed(String message, boolean mayPass, @Nullable Throwable cause) {
    this(Reason.OTHER, message, mayPass, cause);
  }

  private ConnectFailed(Reason reason, String message, boolean mayPass, @Nullable Throwable cause) {
    super(message, cause);
    this.mayPass = mayPass;
    this.reason = reason;
  }

  /** One that may pass. */
  public static ConnectFailed because(Reason reason, String message, @Nullable Throwable cause) {
    return new ConnectFailed(reason, message, true, cause);
  }

  /** Whether an engine that is just restarting looks like this; no for a missing permission. */
  public boolean mayPass() {
    return mayPass;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether a server that stands still, or is cut off, looks like this. */
  public boolean isSilence() {
    return reason == Reason.UNANSWERED || reason == Reason.NO_WAY;
  }
}
