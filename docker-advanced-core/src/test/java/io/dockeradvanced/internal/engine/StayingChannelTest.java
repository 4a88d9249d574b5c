package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.transport.DuplexChannel;
import io.dockeradvanced.transport.Transport;
import io.dockeradvanced.transport.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends a read of such a channel and leaves the channel open, as those of SSH. */
@Timeout(30)
class StayingChannelTest {

  @Test
  void reply_ofACallThatWasInterrupted_isNotTakenForThatOfTheNext() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    try (FakeEngine fake = new FakeEngine()) {
      fake.on("GET", "/quick", (request, wire) -> wire.json(200, "{\"call\":\"quick\"}"));
      fake.on(
          "GET",
          "/slow",
          (request, wire) -> {
            arrived.countDown();
            await(answered);
            wire.json(200, "{\"call\":\"slow\"}");
          });
      Config config = Config.defaults().use(TransportProvider.class, new Staying());
      try (DockerHost host = DockerHost.connect(fake.uri(), config)) {
        Engine engine = Engine.of(host);
        assertThat(engine.json(Call.get("/quick")).path("call").asText()).isEqualTo("quick");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller =
            new Thread(
                () -> {
                  try {
                    engine.json(Call.get("/slow"));
                    ended.complete(new AssertionError("it was answered"));
                  } catch (RuntimeException e) {
                    ended.complete(e);
                  }
                });
        caller.start();
        await(arrived);
        caller.interrupt();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);

        answered.countDown();
        assertThat(engine.json(Call.get("/quick")).path("call").asText()).isEqualTo("quick");
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unix sockets that are read by a thread of their own. */
  private static final class Staying implements TransportProvider {
    @Override
    public boolean supports(URI uri) {
      return uri.getScheme().equals("unix");
    }

    @Override
    public Transport create(URI uri, Config config) {
      return new Transport() {
        @Override
        public DuplexChannel open(Duration timeout) throws IOException {
          SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
          socket.connect(UnixDomainSocketAddress.of(Path.of(uri.getPath())));
          return new StayingChannel(socket);
        }

        @Override
        public String describe() {
          return uri.toString();
        }

        @Override
        public void close() {
          // Each connection ends by itself.
        }
      };
    }
  }

  private static final class StayingChannel implements DuplexChannel {
    private final SocketChannel socket;
    private final PipedInputStream in = new PipedInputStream(64 * 1024);

    StayingChannel(SocketChannel socket) throws IOException {
      this.socket = socket;
      PipedOutputStream out = new PipedOutputStream(in);
      Thread reader =
          new Thread(
              () -> {
                try (out) {
                  ByteBuffer piece = ByteBuffer.allocate(1024);
                  while (socket.read(piece.clear()) >= 0) {
                    out.write(piece.array(), 0, piece.position());
                    out.flush();
                  }
                } catch (IOException e) {
                  // The end of one side or the other.
                }
              });
      reader.setDaemon(true);
      reader.start();
    }

    @Override
    public InputStream input() {
      return in;
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
          ByteBuffer piece = ByteBuffer.wrap(bytes, offset, count);
          while (piece.hasRemaining()) {
            socket.write(piece);
          }
        }
      };
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public boolean isIdle() {
      return socket.isOpen();
    }

    @Override
    public boolean isOpen() {
      return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
