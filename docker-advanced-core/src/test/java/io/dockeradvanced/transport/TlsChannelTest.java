package io.dockeradvanced.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.internal.Watchdog;
import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.TcpServer;
import io.dockeradvanced.lab.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link DuplexChannel} promises, over TLS against the JDK's own {@link SSLSocket}. */
@Timeout(60)
class TlsChannelTest {
  @TempDir static Path home;

  private static Path server;
  private static TlsOptions client;

  private final Watchdog watchdog = new Watchdog();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeAll
  static void certificates() {
    Authority authority = Authority.create(home.resolve("ca"), "lab ca");
    server = authority.issue(home.resolve("server"), "server", "IP:127.0.0.1");
    client = TlsOptions.directory(authority.issue(home.resolve("client"), "client"));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable one : toClose) {
      one.close();
    }
    watchdog.close();
  }

  private DuplexChannel open(TcpServer.Handler handler, String... versions) throws IOException {
    TcpServer listening = TcpServer.tls(server, true, handler, versions);
    Transport transport =
        new TcpTransportProvider()
            .create(
                URI.create(listening.uri()),
                Config.defaults().use(TlsOptions.class, client).use(Watchdog.class, watchdog));
    toClose.add(transport);
    toClose.add(listening);
    return transport.open(Duration.ofSeconds(20));
  }

  private static void echo(Socket socket) throws IOException {
    socket.getInputStream().transferTo(socket.getOutputStream());
    socket.shutdownOutput();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void readAndWrite_atTheSameTime_loseNothing(String version) throws Exception {
    DuplexChannel channel = open(TlsChannelTest::echo, version);
    byte[] sent = new byte[5_000_000];
    new Random(7).nextBytes(sent);

    CompletableFuture<byte[]> received =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return channel.input().readAllBytes();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    OutputStream out = channel.output();
    Random sizes = new Random(8);
    for (int at = 0; at < sent.length; ) {
      int n = Math.min(sent.length - at, 1 + sizes.nextInt(100_000));
      out.write(sent, at, n);
      at += n;
    }
    channel.shutdownOutput();

    assertThat(Arrays.equals(received.get(30, TimeUnit.SECONDS), sent)).isTrue();
  }

  /** Servers of the JDK end both directions of TLS 1.2 when one ends, so this is TLS 1.3. */
  @Test
  void shutdownOutput_readingGoesOn() throws Exception {
    DuplexChannel channel =
        open(
            socket -> {
              byte[] all = socket.getInputStream().readAllBytes();
              OutputStream out = socket.getOutputStream();
              out.write(("got " + all.length).getBytes(StandardCharsets.UTF_8));
              out.flush();
              socket.shutdownOutput();
            },
            "TLSv1.3");

    channel.output().write(new byte[12345]);
    channel.shutdownOutput();

    assertThat(new String(channel.input().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("got 12345");
    assertThatThrownBy(() -> channel.output().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void close_whileReadIsBlocked_endsIt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    DuplexChannel channel =
        open(
            socket -> {
              ((SSLSocket) socket).startHandshake();
              await(end);
            });
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader = reader(channel, failure);
    Waiting.assertSoon(
        "the reader waits",
        Duration.ofSeconds(10),
        () ->
            Arrays.stream(reader.getStackTrace())
                .anyMatch(f -> f.getClassName().contains("SocketChannelImpl")));

    channel.close();

    reader.join(5000);
    assertThat(reader.isAlive()).isFalse();
    assertThat(failure.get()).isInstanceOf(IOException.class);
    assertThat(channel.isOpen()).isFalse();
    end.countDown();
  }

  private static Thread reader(DuplexChannel channel, AtomicReference<Throwable> failure) {
    Thread thread =
        new Thread(
            () -> {
              try {
                channel.input().read();
              } catch (IOException e) {
                failure.set(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Where an {@link SSLSocket} waits for ever. */
  @Test
  void close_whileWriteIsBlocked_endsIt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    DuplexChannel channel =
        open(
            socket -> {
              ((SSLSocket) socket).startHandshake();
              await(end);
            });
    AtomicReference<Throwable> failure = new AtomicReference<>();
    java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
    Thread writer =
        new Thread(
            () -> {
              try {
                while (true) {
                  channel.output().write(new byte[64 * 1024]);
                  written.incrementAndGet();
                }
              } catch (IOException e) {
                failure.set(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    AtomicReference<Thread> reader =
        new AtomicReference<>(reader(channel, new AtomicReference<>()));
    long[] last = {-1, 0};
    Waiting.assertSoon(
        "the writer is stuck",
        Duration.ofSeconds(30),
        () -> {
          last[1] = last[0] == written.get() ? last[1] + 1 : 0;
          last[0] = written.get();
          return last[1] > 20;
        });

    long begin = System.nanoTime();
    channel.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    writer.join(5000);
    reader.get().join(5000);
    assertThat(writer.isAlive()).isFalse();
    assertThat(reader.get().isAlive()).isFalse();
    assertThat(failure.get()).isInstanceOf(IOException.class);
    end.countDown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void isIdle_betweenCalls_isTrueAndLosesNothing(String version) throws Exception {
    DuplexChannel channel = open(TlsChannelTest::echo, version);
    for (int i = 0; i < 50; i++) {
      assertThat(channel.isIdle()).isTrue();
      byte[] word = ("call " + i).getBytes(StandardCharsets.UTF_8);
      channel.output().write(word);
      assertThat(channel.input().readNBytes(word.length)).isEqualTo(word);
    }
    assertThat(channel.isIdle()).isTrue();
  }

  /** Session tickets come unasked, after the handshake; they are no data. */
  @Test
  void isIdle_afterTickets_isTrue() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    DuplexChannel channel =
        open(
            socket -> {
              ((SSLSocket) socket).startHandshake();
              done.countDown();
              await(end);
            },
            "TLSv1.3");
    await(done);

    for (int i = 0; i < 20; i++) {
      assertThat(channel.isIdle()).isTrue();
    }
    end.countDown();
  }

  @Test
  void isIdle_wordOutOfTurn_isFalse() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    DuplexChannel channel =
        open(
            socket -> {
              socket.getOutputStream().write('x');
              await(end);
            });
    Waiting.assertSoon("not idle", Duration.ofSeconds(10), () -> !channel.isIdle());
    end.countDown();
  }

  @Test
  void isIdle_otherSideEnded_isFalse() throws Exception {
    DuplexChannel polite = open(socket -> ((SSLSocket) socket).startHandshake());
    Waiting.assertSoon("seen to be closed", Duration.ofSeconds(10), () -> !polite.isIdle());
  }

  @Test
  void isIdle_otherSideCut_isFalse() throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    DuplexChannel channel =
        open(
            socket -> {
              ((SSLSocket) socket).startHandshake();
              await(cut);
              socket.setSoLinger(true, 0);
            });
    assertThat(channel.isIdle()).isTrue();
    cut.countDown();
    Waiting.assertSoon("seen to be cut", Duration.ofSeconds(10), () -> !channel.isIdle());
  }

  @Test
  void close_ofAnIdleChannel_saysGoodbye() throws Exception {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    DuplexChannel channel =
        open(
            socket -> {
              try {
                end.complete(socket.getInputStream().read());
              } catch (IOException e) {
                end.completeExceptionally(e);
              }
            });
    channel.close();

    // A connection that is merely cut would be an exception there.
    assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
  }

  /** The end of the data is told inside TLS; whoever cuts the wire cannot fake it. */
  @Test
  void read_wireCut_isNotTheEndOfData() throws Exception {
    try (var proxy = new CuttingProxy(server)) {
      Transport transport =
          new TcpTransportProvider()
              .create(
                  URI.create("tcp://127.0.0.1:" + proxy.port()),
                  Config.defaults().use(TlsOptions.class, client));
      toClose.add(transport);
      DuplexChannel channel = transport.open(Duration.ofSeconds(20));
      InputStream in = channel.input();
      assertThat(in.read()).isEqualTo('x');

      proxy.cut();

      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void open_certificateReplacedMeanwhile_usesTheNewOne() throws Exception {
    Authority authority = Authority.create(home.resolve("ca2"), "second ca");
    Path directory = authority.issue(home.resolve("renewed"), "other client");
    TcpServer listening = TcpServer.tls(server, true, TlsChannelTest::echo);
    toClose.add(listening);
    Transport transport =
        new TcpTransportProvider()
            .create(
                URI.create(listening.uri()),
                Config.defaults().use(TlsOptions.class, TlsOptions.directory(directory)));
    toClose.add(transport);
    assertThatThrownBy(() -> transport.open(Duration.ofSeconds(20)))
        .isInstanceOf(ConnectFailed.class);

    for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
      java.nio.file.Files.copy(
          home.resolve("client").resolve(name),
          directory.resolve(name),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    DuplexChannel channel = transport.open(Duration.ofSeconds(20));
    channel.output().write('x');
    assertThat(channel.input().read()).isEqualTo('x');
  }
}
