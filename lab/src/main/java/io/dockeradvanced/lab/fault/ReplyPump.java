package io.dockeradvanced.lab.fault;

import io.dockeradvanced.lab.fault.FaultRule.Action;
import io.dockeradvanced.lab.fault.FaultRule.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Carries one reply from the engine to the client, with the fault it may meet. */
final class ReplyPump implements Runnable {
  /** What the connection is good for next. */
  enum Turn {
    /** The reply is through, and another request may come. */
    NEXT,
    /** From now on it carries bytes both ways. */
    RAW,
    /** It has ended, or is about to. */
    OVER
  }

  private final FaultProxy proxy;
  private final Tunnel tunnel;
  private final Wire.Head request;
  private final ProxiedCall call;
  private final Action action;
  private final Wire engine;
  private final Wire client;
  private final CompletableFuture<Turn> turn = new CompletableFuture<>();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  ReplyPump(
      FaultProxy proxy,
      Tunnel tunnel,
      Wire.Head request,
      ProxiedCall call,
      Action action,
      Wire engine,
      Wire client) {
    this.proxy = proxy;
    this.tunnel = tunnel;
    this.request = request;
    this.call = call;
    this.action = action;
    this.engine = engine;
    this.client = client;
  }

  boolean isRaw() {
    return turn.getNow(Turn.OVER) == Turn.RAW;
  }

  Turn awaitTurn() {
    return turn.join();
  }

  void awaitEnd() {
    end.join();
  }

  @Override
  public void run() {
    Turn next = Turn.OVER;
    try {
      next = reply();
    } catch (IOException | NumberFormatException e) {
      // Cut, or one of the two has gone.
    } finally {
      if (next == Turn.OVER) {
        tunnel.close();
      }
      turn.complete(next);
      end.complete(true);
    }
  }

  private Turn reply() throws IOException {
    Wire.Head reply = engine.head();
    while (reply != null && reply.word(1).equals("100")) {
      client.write(reply.bytes());
      reply = engine.head();
    }
    if (reply == null) {
      throw new EOFException("the engine ended without a reply");
    }
    int status = Integer.parseInt(reply.word(1));
    call.answered(status);
    Wire.Sink to = sink();
    if (action.kind() == Kind.DELAY_REPLY) {
      proxy.pause(action.time());
    }
    to.write(ByteBuffer.wrap(reply.bytes()));
    boolean bodyless =
        request.word(0).equals("HEAD") || status == 204 || status == 304 || reply.length() == 0;
    if (status == 101 || (!bodyless && !reply.isChunked() && reply.length() < 0)) {
      turn.complete(Turn.RAW);
      engine.copyToEnd(to);
      client.end();
      // The client may go on talking to an engine that listens; that ends with the connection.
      return Turn.RAW;
    }
    if (!bodyless) {
      engine.copyBody(reply, to);
    }
    if (action.kind() == Kind.AWAY_AFTER) {
      proxy.away(action.time());
    }
    boolean over =
        action.kind() == Kind.CUT_REPLY
            || action.kind() == Kind.AWAY_AFTER
            || "close".equalsIgnoreCase(reply.headers().get("Connection"));
    return over ? Turn.OVER : Turn.NEXT;
  }

  private Wire.Sink sink() {
    return switch (action.kind()) {
      case CUT_REPLY, AWAY_AFTER -> Tunnel.NOWHERE;
      case CUT_WITHIN_REPLY -> {
        long[] left = {action.number()};
        yield bytes -> {
          int count = (int) Math.min(left[0], bytes.remaining());
          left[0] -= count;
          client.write(bytes.slice(bytes.position(), count));
          if (left[0] == 0) {
            throw new Tunnel.Cut();
          }
        };
      }
      case THROTTLE -> this::slowly;
      default -> client::write;
    };
  }

  /** Ten portions in a second. */
  private void slowly(ByteBuffer bytes) throws IOException {
    int portion = (int) Math.max(1, Math.min(1 << 20, action.number() / 10));
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), portion);
      client.write(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      proxy.pause(Duration.ofNanos(TimeUnit.SECONDS.toNanos(count) / action.number()));
    }
  }
}
