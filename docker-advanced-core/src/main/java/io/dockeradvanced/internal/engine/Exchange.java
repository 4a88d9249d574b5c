package io.dockeradvanced.internal.engine;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.HttpConnection;
import io.dockeradvanced.internal.http.HttpReply;
import io.dockeradvanced.internal.http.HttpRequest;
import io.dockeradvanced.internal.http.WatchedChannel;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends one request on the right connection and reads what comes back; the body whole or not. */
final class Exchange {
  /** What is kept of one answer in memory. */
  private static final int MAX_BODY = 64 << 20;

  private static final int MAX_REFUSAL = 1 << 20;

  private final String host;
  private final HostConnections connections;

  Exchange(String host, HostConnections connections) {
    this.host = host;
    this.connections = connections;
  }

  /** The whole answer, whatever its status. */
  Answer whole(Call call, @Nullable ApiVersion version, Duration limit, long deadline) {
    HttpRequest request = Wire.request(call, version);
    return call.ownsConnection()
        ? onOwn(call, request, limit, deadline)
        : onPooled(call, request, limit, deadline);
  }

  private Answer onPooled(Call call, HttpRequest request, Duration limit, long deadline) {
    HttpConnection connection = null;
    try {
      checkInterrupt(call);
      connection = connections.borrow(deadline, !call.isRead());
      try {
        return exchange(connection, call, request, deadline);
      } catch (IOException e) {
        // The engine ended the kept-alive connection before it saw the request; another one is
        // tried at once, for what can do no harm.
        if (!call.isRead()
            || !connection.reused()
            || connection.replyBegan()
            || connection.timedOut()
            || connection.closed()
            || e instanceof WatchedChannel.StoodStill
            || Failures.isInterrupt(e)
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      connections.giveBack(connection);
      connection = null;
      connections.dropIdle();
      connection = connections.borrow(deadline, true);
      return exchange(connection, call, request, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.cancelled(host, call, false, e);
    } catch (IOException e) {
      throw Failures.explain(host, call, limit, connection, e);
    } finally {
      if (connection != null) {
        connections.giveBack(connection);
      }
    }
  }

  private Answer onOwn(Call call, HttpRequest request, Duration limit, long deadline) {
    HttpConnection connection = null;
    try {
      checkInterrupt(call);
      connection = connections.open(deadline);
      return exchange(connection, call, request, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.cancelled(host, call, false, e);
    } catch (IOException e) {
      throw Failures.explain(host, call, limit, connection, e);
    } finally {
      if (connection != null) {
        connections.release(connection);
      }
    }
  }

  private static Answer exchange(
      HttpConnection connection, Call call, HttpRequest request, long deadline) throws IOException {
    arm(connection, call, deadline);
    HttpReply reply = connection.exchange(request);
    byte[] body = reply.readAll(MAX_BODY);
    return new Answer(
        reply.status(),
        reply.phrase(),
        body,
        reply.header("Api-Version").orElse(""),
        reply.header("Date").orElse(""));
  }

  /** The response as soon as its head is there; refusals are read and thrown. */
  EngineResponse streamed(Call call, @Nullable ApiVersion version, Duration limit, long deadline) {
    HttpRequest request = Wire.request(call, version);
    HttpConnection connection = null;
    boolean handedOut = false;
    try {
      checkInterrupt(call);
      connection = connections.open(deadline);
      arm(connection, call, deadline);
      HttpReply reply = connection.exchange(request);
      int status = reply.status();
      if (status != 101 && (status < 200 || status >= 300)) {
        byte[] body = reply.readAll(MAX_REFUSAL);
        throw new EngineRejected(
            host, call.method(), call.path(), status, Wire.reason(body, reply.phrase()));
      }
      if (call.deadline().isEmpty() && !connection.disarm()) {
        throw new IOException("the deadline passed");
      }
      handedOut = true;
      return new StreamedResponse(connections, connection, reply, call.isUpgrade());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.cancelled(host, call, false, e);
    } catch (IOException e) {
      throw Failures.explain(host, call, limit, connection, e);
    } finally {
      if (connection != null && !handedOut) {
        connections.release(connection);
      }
    }
  }

  private static void arm(HttpConnection connection, Call call, long deadline) {
    if (call.isDeadlineMoving()) {
      connection.armSilence(call.deadline().orElseThrow().toNanos());
    } else {
      connection.arm(deadline);
    }
  }

  /** Before anything is sent; the flag is set again by whoever catches this. */
  private static void checkInterrupt(Call call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(call + " was not sent");
    }
  }
}
