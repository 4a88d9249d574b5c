package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.transport.ConnectFailed;
import io.dockeradvanced.transport.DuplexChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels over a real sshd with its default limits, and what happens when it goes away. */
@Timeout(120)
class SshTransportIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static LabSshd sshd;

  @BeforeAll
  static void start() {
    sshd = LabSshd.start();
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private static String ping(DuplexChannel channel) throws IOException {
    channel
        .output()
        .write("GET /_ping HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return new String(channel.input().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** A thread that reads until there is an end; completes with how it ended. */
  private static CompletableFuture<String> reading(InputStream in) {
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Until it is ended.
                }
                end.complete("end");
              } catch (IOException e) {
                end.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return end;
  }

  @Test
  void info_throughSshd_isThatOfTheEngine() {
    try (DockerHost host = SshFixture.connect(sshd)) {
      assertThat(host.info().serverVersion()).isNotBlank();
      assertThat(host.uri()).hasToString(SshFixture.address(LabSshd.ALIAS));
      assertThat(host.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void open_thirtyStreamsOnOneConnection_allWork() throws Exception {
    int before = sshd.sessions().size();
    try (SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      List<DuplexChannel> channels = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        channels.add(transport.open(SOON));
      }
      assertThat(transport.openChannels()).isEqualTo(30);
      // One connection is two processes of sshd at most.
      assertThat(sshd.sessions().size() - before).isLessThanOrEqualTo(2);
      for (DuplexChannel channel : channels) {
        assertThat(channel.isIdle()).isTrue();
        assertThat(ping(channel)).startsWith("HTTP/1.0 200");
        channel.close();
      }
      assertThat(transport.openChannels()).isZero();
    }
    Waiting.assertSoon("sshd's session ends", SOON, () -> sshd.sessions().size() <= before);
  }

  @Test
  void open_manyAtOnceAtTheFirstTime_makeOneConnection() throws Exception {
    int before = sshd.log().split("Accepted publickey", -1).length;
    try (SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      List<CompletableFuture<DuplexChannel>> opened = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        opened.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return transport.open(SOON);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<DuplexChannel> channel : opened) {
        assertThat(ping(channel.get(60, TimeUnit.SECONDS))).startsWith("HTTP/1.0 200");
      }
      assertThat(sshd.log().split("Accepted publickey", -1).length - before).isEqualTo(1);
    }
  }

  @Test
  void open_noPlaceLeft_waitsAndThenSaysSo() throws Exception {
    SshOptions two = SshFixture.options(sshd).maxChannels(2);
    try (SshTransport transport = SshFixture.transport(sshd, two)) {
      DuplexChannel first = transport.open(SOON);
      transport.open(SOON);

      assertThatThrownBy(() -> transport.open(Duration.ofMillis(200)))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("all 2 channels are in use")
          .hasMessageContaining("SshOptions.maxChannels");

      first.close();
      assertThat(ping(transport.open(SOON))).startsWith("HTTP/1.0 200");
    }
  }

  @Test
  void close_ofAChannel_endsItsBlockedReadAndNoOther() throws Exception {
    try (SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      DuplexChannel one = transport.open(SOON);
      DuplexChannel other = transport.open(SOON);
      CompletableFuture<String> read = reading(one.input());

      one.close();

      assertThat(catchThrowable(() -> read.get(10, TimeUnit.SECONDS)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
      assertThat(one.isOpen()).isFalse();
      assertThat(ping(other)).startsWith("HTTP/1.0 200");
    }
  }

  @Test
  void close_ofAChannelNobodyReads_endsItsBlockedWrite() throws Exception {
    try (SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      DuplexChannel channel = transport.open(SOON);
      // A request whose body the engine never reads, because it is no request at all.
      channel
          .output()
          .write(
              "POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      CompletableFuture<String> write = new CompletableFuture<>();
      Thread writer =
          new Thread(
              () -> {
                try {
                  byte[] piece = new byte[64 * 1024];
                  while (true) {
                    channel.output().write(piece);
                  }
                } catch (IOException e) {
                  write.completeExceptionally(e);
                }
              });
      writer.setDaemon(true);
      writer.start();
      Waiting.until(Duration.ofSeconds(2), () -> writer.getState() == Thread.State.WAITING);

      channel.close();

      assertThat(catchThrowable(() -> write.get(10, TimeUnit.SECONDS)))
          .hasCauseInstanceOf(IOException.class);
      assertThat(ping(transport.open(SOON))).startsWith("HTTP/1.0 200");
    }
  }

  @Test
  void interrupt_ofOneCaller_leavesTheOthersAlone() throws Exception {
    try (SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      DuplexChannel other = transport.open(SOON);
      DuplexChannel one = transport.open(SOON);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  one.input().read();
                } catch (IOException e) {
                  ended.complete(e);
                }
              });
      reader.start();
      Waiting.assertSoon("it reads", SOON, () -> reader.getState() == Thread.State.TIMED_WAITING);

      reader.interrupt();

      assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
      // Writing with the flag set must not end the connection either.
      Thread.currentThread().interrupt();
      other
          .output()
          .write("GET /_ping HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(new String(other.input().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.0 200");
    }
  }

  @Test
  void shutdownOutput_whileReadingGoesOn_isSeenByTheEngine() throws Exception {
    try (SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd));
        DuplexChannel channel = transport.open(SOON)) {
      channel
          .output()
          .write("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      channel.shutdownOutput();

      // Kept alive by HTTP/1.1, so only the end of our output makes the engine end it.
      assertThat(new String(channel.input().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
      assertThat(channel.isIdle()).isFalse();
      assertThatThrownBy(() -> channel.output().write(1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void download_largerThanTheWindow_isWholeAndASlowReaderStopsNobody() throws Exception {
    SshOptions small = SshFixture.options(sshd).channelWindow(64 * 1024);
    try (DockerHost host = SshFixture.connect(small)) {
      Engine engine = Engine.of(host);
      long size;
      try (EngineResponse export =
          engine.open(Call.get("/images/docker-advanced-lab/busybox:1/get"))) {
        assertThat(export.body().read()).isNotNegative();
        // While that one stands still, others go on.
        assertThat(host.info().serverVersion()).isNotBlank();
        size = 1 + export.body().transferTo(java.io.OutputStream.nullOutputStream());
      }
      assertThat(size).isGreaterThan(1 << 20);
    }
  }

  @Test
  void keysExchangedAnew_inTheMiddleOfDownloads_areNotNoticed() throws Exception {
    try (LabSshd own = LabSshd.start("RekeyLimit 300K")) {
      Path known = own.directory().resolve("new_hosts");
      SshOptions options =
          SshOptions.defaults()
              .configFile(
                  SshFixture.config(
                      own,
                      "rekey",
                      own.configFor(LabSshd.ALIAS)
                          .replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile none")))
              .hostKeys(HostKeys.acceptNew(known));
      try (DockerHost host = SshFixture.connect(options)) {
        List<CompletableFuture<Long>> sizes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          sizes.add(
              CompletableFuture.supplyAsync(
                  () -> {
                    try (EngineResponse export =
                        Engine.of(host)
                            .open(Call.get("/images/docker-advanced-lab/busybox:1/get"))) {
                      return export.body().transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  },
                  task -> new Thread(task).start()));
        }
        for (CompletableFuture<Long> size : sizes) {
          assertThat(size.get(90, TimeUnit.SECONDS)).isEqualTo(sizes.get(0).get()).isPositive();
        }
      }
      assertThat(own.log().split("Accepted publickey", -1)).hasSize(2);
      assertThat(Files.readAllLines(known)).hasSize(1);
    }
  }

  @Test
  void frozenServer_isNoticedWithinTenSeconds() throws Exception {
    try (LabSshd own = LabSshd.start();
        SshTransport transport = SshFixture.transport(own, SshFixture.options(own))) {
      DuplexChannel idle = transport.open(SOON);
      DuplexChannel channel = transport.open(SOON);
      CompletableFuture<String> read = reading(channel.input());
      own.signalSessions("STOP");
      long frozen = System.nanoTime();
      try {
        assertThat(catchThrowable(() -> read.get(30, TimeUnit.SECONDS)))
            .hasCauseInstanceOf(IOException.class)
            .hasMessageContaining("no sign of life");
        assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isLessThan(Duration.ofSeconds(10));
        assertThat(idle.isIdle()).isFalse();
        // A new connection is made, past the frozen one.
        assertThat(ping(transport.open(SOON))).startsWith("HTTP/1.0 200");
      } finally {
        own.signalSessions("CONT");
      }
    }
  }

  @Test
  void frozenServer_whileWriting_isNoticedWithinTenSeconds() throws Exception {
    try (LabSshd own = LabSshd.start();
        SshTransport transport = SshFixture.transport(own, SshFixture.options(own))) {
      DuplexChannel channel = transport.open(SOON);
      channel
          .output()
          .write(
              "POST /images/load HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      own.signalSessions("STOP");
      long frozen = System.nanoTime();
      try {
        assertThatThrownBy(
                () -> {
                  byte[] piece = new byte[64 * 1024];
                  while (true) {
                    channel.output().write(piece);
                  }
                })
            .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isLessThan(Duration.ofSeconds(10));
      } finally {
        own.signalSessions("CONT");
      }
    }
  }

  @Test
  void connectionKilled_duringAStream_endsItAndTheNextCallConnectsAnew() throws Exception {
    try (LabSshd own = LabSshd.start();
        DockerHost host = SshFixture.connect(own)) {
      EngineResponse events = Engine.of(host).open(Call.get("/events"));
      CompletableFuture<String> read = reading(events.body());
      own.signalSessions("KILL");

      assertThat(catchThrowable(() -> read.get(10, TimeUnit.SECONDS)))
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("SSH connection to lab")
          .hasMessageContaining("lost");
      assertThat(host.info().serverVersion()).isNotBlank();
      events.close();
    }
  }

  @Test
  void serverRestarts_laterCallsConnectAnew() throws Exception {
    try (LabSshd own = LabSshd.start();
        DockerHost host = SshFixture.connect(own)) {
      host.info();
      own.stop();

      assertThatThrownBy(host::ping)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("refused the connection");

      own.restart();
      Waiting.assertSoon(
          "it answers again",
          SOON,
          () -> {
            try {
              host.ping();
              return true;
            } catch (DockerAdvancedException e) {
              return false;
            }
          });
    }
  }

  @Test
  void anotherServer_inThePlaceOfOneThatWasConnectedTo_isNotLoggedInTo() throws Exception {
    try (LabSshd own = LabSshd.start();
        DockerHost host = SshFixture.connect(own)) {
      host.info();
      own.restartWithAnotherHostKey();

      assertThatThrownBy(host::info)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("CHANGED")
          .hasMessageContaining(own.hostKeyFingerprint());
      assertThat(own.log().split("Accepted publickey", -1)).as("one login, before").hasSize(2);
    }
  }

  @Test
  void close_ofTheHost_leavesNoThreadAndNoSession() throws Exception {
    try (LabSshd own = LabSshd.start()) {
      // By this name our threads are told from those of other tests, as SSHJ's are by the port.
      String alias = "closing" + own.port();
      SshOptions options =
          SshOptions.defaults().configFile(SshFixture.config(own, "closing", own.configFor(alias)));
      try (DockerHost host =
          DockerHost.connect(
              SshFixture.address(alias), Config.defaults().use(SshOptions.class, options))) {
        host.ping();
        assertThat(threads(alias, own.port()))
            .allMatch(Thread::isDaemon)
            .extracting(Thread::getName)
            .anyMatch(name -> name.equals("docker-advanced-ssh-" + alias))
            .anyMatch(name -> name.startsWith("sshj-"));
      }
      Waiting.assertSoon("the session ends", SOON, () -> own.sessions().isEmpty());
      Waiting.assertSoon("its threads end", SOON, () -> threads(alias, own.port()).isEmpty());
    }
  }

  private static List<Thread> threads(String alias, int port) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().contains(alias) || t.getName().contains(":" + port + "-"))
        .toList();
  }
}
