package io.dockeradvanced.lab.fault;

import io.dockeradvanced.lab.fault.FaultRule.Action;
import io.dockeradvanced.lab.fault.FaultRule.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client and the one to the engine that belongs to it. This side reads what the
 * client sends; replies have a thread of their own, because an engine may refuse before it has read
 * everything, and a client may go before it has been answered.
 */
final class Tunnel implements Closeable {
  static final Wire.Sink NOWHERE = bytes -> {};

  private final FaultProxy proxy;
  private final int number;
  private final Wire client;
  private volatile @Nullable Wire engine;
  private volatile boolean closed;

  /** The connection ends, because a fault says so. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1;
  }

  Tunnel(FaultProxy proxy, int number, SocketChannel client) {
    this.proxy = proxy;
    this.number = number;
    this.client = new Wire(client);
  }

  /** Serves the connection to its end. */
  void serve() {
    try (this) {
      Wire.Head head = client.head();
      while (head != null && serve(head)) {
        head = client.head();
      }
    } catch (IOException | NumberFormatException e) {
      // One of the two has gone, or speaks no HTTP; the other notices by the end of its side.
    }
  }

  /** Answers whether another request may follow. */
  private boolean serve(Wire.Head request) throws IOException {
    ProxiedCall call = proxy.record(number, request.word(0), request.word(1), request.headers());
    Action action = proxy.decide(call);
    if (action.kind() != Kind.PASS) {
      call.met(action.toString());
    }
    switch (action.kind()) {
      case CUT_REQUEST -> {
        client.copyBody(request, NOWHERE);
        throw new Cut();
      }
      case AWAY -> {
        client.copyBody(request, NOWHERE);
        proxy.away(action.time());
        throw new Cut();
      }
      case STALL -> {
        client.copyToEnd(NOWHERE);
        throw new Cut();
      }
      case ANSWER -> {
        client.copyBody(request, NOWHERE);
        call.answered((int) action.number());
        client.write(answer(action, request.word(0).equals("HEAD")));
        return true;
      }
      case DELAY_REQUEST -> proxy.pause(action.time());
      default -> {
        // It is about the reply.
      }
    }
    return exchange(request, call, action);
  }

  private static byte[] answer(Action action, boolean bodyless) {
    int length = action.text().getBytes(StandardCharsets.UTF_8).length;
    StringBuilder head = new StringBuilder("HTTP/1.1 %d Fault\r\n".formatted(action.number()));
    action.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (!action.headers().containsKey("Content-Type")) {
      head.append("Content-Type: application/json\r\n");
    }
    head.append("Content-Length: %d\r\n\r\n".formatted(length));
    return head.append(bodyless ? "" : action.text()).toString().getBytes(StandardCharsets.UTF_8);
  }

  private boolean exchange(Wire.Head request, ProxiedCall call, Action action) throws IOException {
    Wire upstream = upstream();
    upstream.write(request.bytes());
    ReplyPump reply = new ReplyPump(proxy, this, request, call, action, upstream, client);
    proxy.daemon(reply);
    try {
      client.copyBody(request, upstream::write);
    } catch (IOException e) {
      // Refused before all of it was read, or the client has gone.
      reply.awaitEnd();
      throw e;
    }
    boolean more = client.awaitMore();
    if (!more && !reply.isRaw()) {
      throw new Cut(); // the client has gone
    }
    if (reply.awaitTurn() == ReplyPump.Turn.RAW) {
      client.copyToEnd(upstream::write);
      upstream.end();
      reply.awaitEnd();
      return false;
    }
    return more && reply.awaitTurn() == ReplyPump.Turn.NEXT;
  }

  private Wire upstream() throws IOException {
    Wire open = engine;
    if (open == null) {
      open = new Wire(proxy.engine().connect());
      engine = open;
      if (closed) {
        open.close();
      }
    }
    return open;
  }

  private static void quietly(Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      // It has gone already.
    }
  }

  @Override
  public void close() {
    closed = true;
    quietly(client);
    Wire open = engine;
    if (open != null) {
      quietly(open);
    }
    proxy.gone(this);
  }
}
