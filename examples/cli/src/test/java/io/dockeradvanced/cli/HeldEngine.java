package io.dockeradvanced.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A unix socket in front of a real engine that holds some requests back until they are let go, so
 * that a command stands still at a point of the test's choice.
 */
final class HeldEngine implements AutoCloseable {
  private final Path socket;
  private final Path engine;
  private final Predicate<String> held;
  private final ServerSocketChannel server;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch holding = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /**
   * @param engine its {@code unix://} address
   * @param held which requests, by method and path, are held
   */
  HeldEngine(Path directory, String engine, Predicate<String> held) throws IOException {
    this.socket = directory.resolve("held.sock");
    this.engine = Path.of(engine.substring("unix://".length()));
    this.held = held;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    daemon(this::accept);
  }

  String uri() {
    return "unix://" + socket;
  }

  /** Whether a request is held. */
  boolean isHolding() {
    return holding.getCount() == 0;
  }

  /** Lets go what is held, and holds nothing any more. */
  void release() {
    released.countDown();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "held-engine");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        open.addAll(List.of(client, upstream));
        daemon(() -> pass(client, upstream, this::hold));
        daemon(() -> pass(upstream, client, bytes -> {}));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private interface Look {
    void at(ByteBuffer bytes) throws InterruptedException;
  }

  private void pass(SocketChannel from, SocketChannel to, Look look) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        look.at(buffer.flip());
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException | InterruptedException e) {
      // One side ended; closing both tells the other.
    } finally {
      open.removeAll(List.of(from, to));
    }
  }

  /** The client writes the head of a request at once, so one begins where a buffer begins. */
  private void hold(ByteBuffer bytes) throws InterruptedException {
    String text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    int end = text.indexOf(" HTTP/1.1\r\n");
    if (end < 0) {
      return; // a body
    }
    if (held.test(text.substring(0, end))) {
      holding.countDown();
      released.await();
    }
  }

  /** What is held never reaches the engine. */
  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
    release();
    Files.deleteIfExists(socket);
  }
}
