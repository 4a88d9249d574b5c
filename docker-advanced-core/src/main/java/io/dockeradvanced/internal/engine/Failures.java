package io.dockeradvanced.internal.engine;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.HttpBody;
import io.dockeradvanced.internal.http.HttpConnection;
import io.dockeradvanced.internal.http.WatchedChannel;
import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why a call got no answer. */
final class Failures {
  private Failures() {}

  /**
   * @param connection the connection of the call, if it got so far
   */
  static DockerAdvancedException explain(
      String host,
      Call call,
      Duration limit,
      @Nullable HttpConnection connection,
      IOException failure) {
    boolean mayHaveRun = connection != null && connection.requestLeft();
    if (failure instanceof WatchedChannel.StoodStill) {
      return new UnreachableHost(
          host,
          "%s: the engine stands still: neither %s nor a ping got an answer; is the server frozen, or cut off?%s"
              .formatted(host, call, doubt(call, mayHaveRun)),
          failure,
          mayHaveRun);
    }
    if (connection != null && connection.timedOut()) {
      return new TimedOut(
          (call.isDeadlineMoving()
                  ? "%s: of %s nothing has moved for %s%s"
                  : "%s: %s got no complete answer within %s%s")
              .formatted(host, call, text(limit), doubt(call, mayHaveRun)));
    }
    if (failure instanceof HostConnections.NoPlace) {
      return new TimedOut(
          "%s: %s waited %s for one of the %d connections for short calls; the engine is slow or"
                  .formatted(host, call, text(limit), HostConnections.POOL)
              + " too much is asked of it at once");
    }
    if (isInterrupt(failure)) {
      // Not every channel leaves the flag as it was.
      Thread.currentThread().interrupt();
      return cancelled(host, call, mayHaveRun, failure);
    }
    if (failure instanceof HostConnections.Closed || (connection != null && connection.closed())) {
      return new Cancelled(
          "%s: %s ended because its owner was closed%s"
              .formatted(host, call, doubt(call, mayHaveRun)),
          failure);
    }
    if (failure instanceof ConnectFailed) {
      return new UnreachableHost(
          host, "%s: %s".formatted(host, failure.getMessage()), failure, false);
    }
    if (failure instanceof HttpConnection.RequestBodyFailed) {
      return new DockerAdvancedException(
          "%s: %s: %s".formatted(host, call, failure.getMessage()), failure);
    }
    if (failure instanceof HttpBody.BodyTooLarge) {
      return new DockerAdvancedException(
          "%s: %s: %s; ask for less, or read it as a stream"
              .formatted(host, call, failure.getMessage()),
          failure);
    }
    if (failure instanceof HttpConnection.ProtocolViolation) {
      return new UnreachableHost(
          host,
          "%s: %s: %s; is this the address of a Docker Engine?%s"
              .formatted(host, call, failure.getMessage(), doubt(call, mayHaveRun)),
          failure,
          mayHaveRun);
    }
    return new UnreachableHost(
        host,
        "%s: the connection broke during %s (%s); look at the log of the engine%s"
            .formatted(host, call, message(failure), doubt(call, mayHaveRun)),
        failure,
        mayHaveRun);
  }

  static Cancelled cancelled(
      String host, Call call, boolean mayHaveRun, @Nullable Throwable cause) {
    return new Cancelled(
        "%s: %s was interrupted%s".formatted(host, call, doubt(call, mayHaveRun)), cause);
  }

  /** What was said in a 200 cannot be read. */
  static UnreachableHost notJson(String host, Call call, IOException failure) {
    return new UnreachableHost(
        host,
        "%s: the answer to %s is not whole JSON; look at the log of the engine%s"
            .formatted(host, call, doubt(call, true)),
        failure,
        true);
  }

  static boolean isInterrupt(IOException failure) {
    return failure instanceof ClosedByInterruptException
        || (failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException));
  }

  private static String message(IOException failure) {
    String text = failure.getMessage();
    return text == null ? failure.getClass().getSimpleName() : text;
  }

  private static String doubt(Call call, boolean mayHaveRun) {
    return mayHaveRun && !call.isRead() ? "; the request may have run all the same" : "";
  }

  private static String text(Duration d) {
    return d.toMillis() % 1000 == 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
  }
}
