package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.dockerjava.api.DockerClient;
import io.dockeradvanced.Config;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.WatchedChannel;
import io.dockeradvanced.interop.DockerJava;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.lab.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that says nothing: one that stands still, and one that has nothing to say. */
@Timeout(60)
class HeartbeatTest {
  private static final Duration BEAT = Duration.ofMillis(250);

  /** For what must go on: a machine that is busy is not taken for an engine that stands still. */
  private static final Duration CALM = Duration.ofSeconds(1);

  /** Its deadline is none of these tests. */
  private static final Duration LONG = Duration.ofSeconds(50);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private FakeEngine fake;
  private DockerHost host;
  private Engine engine;
  private volatile boolean still;

  /** So many pings are not answered. */
  private final AtomicInteger swallowed = new AtomicInteger();

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    fake.on(
        "GET",
        "/_ping",
        (request, wire) -> {
          if (still || swallowed.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            wire.awaitEnd();
          }
          wire.raw("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK");
        });
    fake.on("GET", "/never", (request, wire) -> wire.awaitEnd());
    fake.on("POST", "/never", (request, wire) -> wire.awaitEnd());
    fake.on(
        "GET",
        "/events",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          wire.awaitEnd();
        });
    connect(Config.defaults().heartbeat(BEAT));
  }

  private void connect(Duration beat) {
    host.close();
    connect(Config.defaults().heartbeat(beat));
  }

  private void connect(Config config) {
    host = DockerHost.connect(fake.uri(), config);
    engine = Engine.of(host);
    engine.api();
  }

  @AfterEach
  void stop() {
    host.close();
    threads.shutdownNow();
    timer.shutdownNow();
    fake.close();
  }

  private long pings() {
    return fake.count("GET", "/_ping");
  }

  @Test
  void read_ofOneThatStandsStill_endsLongBeforeItsDeadlineAndIsNotRepeated() {
    still = true;

    assertThatThrownBy(() -> engine.json(Call.get("/never").within(LONG)))
        .isInstanceOf(UnreachableHost.class)
        .hasCauseInstanceOf(WatchedChannel.StoodStill.class)
        .hasMessageContaining("the engine stands still: neither GET /never nor a ping")
        .hasMessageNotContaining("may have run");
    assertThat(fake.count("GET", "/never")).isOne();
  }

  @Test
  void write_toOneThatStandsStill_mayHaveRun() {
    still = true;

    assertThat(catchThrowable(() -> engine.send(Call.post("/never").within(LONG))))
        .isInstanceOfSatisfying(
            UnreachableHost.class, e -> assertThat(e.requestMayHaveRun()).isTrue())
        .hasMessageContaining("may have run all the same");
  }

  @Test
  void stream_ofOneThatStandsStill_saysSo() throws Exception {
    try (EngineResponse events = engine.open(Call.get("/events"))) {
      still = true;
      assertThatThrownBy(() -> events.body().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the engine stands still");
    }
  }

  /** The kernel takes connections and some bytes for a process that stands still. */
  @Test
  void upload_thatNobodyTakes_ends(@TempDir Path directory) throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try (ServerSocketChannel frozen = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      frozen.bind(address);
      host.close();
      // It has never answered, so it may be starting for as long as a short call.
      Config config = Config.defaults().heartbeat(BEAT).callTimeout(BEAT.multipliedBy(4));
      host = DockerHost.connect("unix://" + address, config);
      Call upload =
          Call.post("/load").unversioned().body("application/x-tar", () -> endless).within(LONG);

      assertThatThrownBy(() -> Engine.of(host).send(upload))
          .isInstanceOf(UnreachableHost.class)
          .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
    }
  }

  @Test
  void onePingThatIsLost_isNotEnough() throws Exception {
    connect(CALM);
    swallowed.set(1);
    CompletableFuture<Throwable> call = never();
    long before = pings();
    Waiting.assertSoon("it was asked", Duration.ofSeconds(30), () -> pings() >= before + 3);
    assertThat(swallowed).hasValue(0);
    assertThat(call).isNotDone();
  }

  @Test
  void afterALongTimeWithoutACall_itIsNoticedAsWell() {
    // It looks no more by then, and has to be woken.
    assertThat(Waiting.until(BEAT.multipliedBy(15), () -> pings() > 1)).isFalse();
    still = true;
    assertThatThrownBy(() -> engine.json(Call.get("/never").within(LONG)))
        .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
  }

  @Test
  void oneThatEndedItsConnections_mayBeStarting() throws Exception {
    connect(Config.defaults().heartbeat(BEAT).callTimeout(BEAT.multipliedBy(20)));
    try (EngineResponse events = engine.open(Call.get("/events"))) {
      fake.endConnections();
      assertThat(catchThrowable(() -> events.body().read())).isInstanceOf(IOException.class);
    }
    still = true;
    long begin = System.nanoTime();
    assertThatThrownBy(() -> engine.send(Call.post("/never").within(LONG)))
        .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(BEAT.multipliedBy(20));
  }

  @Test
  void dockerJava_whichHasNoDeadline_isEndedToo() {
    DockerClient docker = DockerJava.unwrap(host);
    docker.pingCmd().exec();
    still = true;
    assertThatThrownBy(() -> docker.pingCmd().exec())
        .hasStackTraceContaining("the engine stands still");
  }

  @Test
  void callsInLineForAPlace_endWithTheOthers() {
    still = true;
    List<CompletableFuture<Throwable>> calls = new ArrayList<>();
    for (int i = 0; i < 3 * HostConnections.POOL; i++) {
      calls.add(never());
    }
    for (CompletableFuture<Throwable> call : calls) {
      assertThat(call.orTimeout(20, TimeUnit.SECONDS).join())
          .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
    }
    assertThat(fake.count("GET", "/never")).isEqualTo(HostConnections.POOL);
  }

  private CompletableFuture<Throwable> never() {
    return CompletableFuture.supplyAsync(
        () -> catchThrowable(() -> engine.json(Call.get("/never"))), threads);
  }

  @Test
  void slowCall_andIdleStream_ofOneThatLives_goOn() throws Exception {
    connect(CALM);
    try (EngineResponse events = engine.open(Call.get("/events"))) {
      CompletableFuture<Throwable> call = never();
      CompletableFuture<Throwable> read =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> events.body().read()), threads);
      long before = pings();
      Waiting.assertSoon(
          "it was asked several times", Duration.ofSeconds(20), () -> pings() >= before + 5);
      assertThat(call).isNotDone();
      assertThat(read).isNotDone();
      // By one connection, kept for the next ping.
      assertThat(fake.connections()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void bytesOfAnotherStream_areASignOfLife() throws Exception {
    Ticks talk = new Ticks();
    fake.on(
        "GET",
        "/talks",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (talk.acquire()) {
            wire.chunk("x");
          }
        });
    connect(CALM);
    still = true;
    long before = pings();
    try (EngineResponse talks = engine.open(Call.get("/talks"));
        EngineResponse events = engine.open(Call.get("/events"))) {
      CompletableFuture<Throwable> read =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> events.body().read()), threads);
      timer.scheduleAtFixedRate(talk::release, 0, 20, TimeUnit.MILLISECONDS);
      long enough = System.nanoTime() + CALM.multipliedBy(2).toNanos();
      while (System.nanoTime() - enough < 0) {
        assertThat(talks.body().read()).isEqualTo('x');
      }
      assertThat(read).isNotDone();
      assertThat(pings()).isEqualTo(before);
    }
  }

  @Test
  void oneThatIsKnownToStandStill_isAskedOnce() {
    still = true;
    assertThatThrownBy(() -> engine.json(Call.get("/never").within(LONG)))
        .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
    assertThat(pings()).as("that of the negotiation, and two").isEqualTo(3);
    assertThatThrownBy(() -> engine.json(Call.get("/never").within(LONG)))
        .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
    assertThat(pings()).isEqualTo(4);
  }

  @Test
  void oneThatGoesOn_isAskedTwiceAgain() throws Exception {
    connect(CALM);
    still = true;
    assertThatThrownBy(() -> engine.json(Call.get("/never").within(LONG)))
        .hasCauseInstanceOf(WatchedChannel.StoodStill.class);
    still = false;
    host.ping();

    swallowed.set(1);
    CompletableFuture<Throwable> call = never();
    long before = pings();
    Waiting.assertSoon("it is asked", Duration.ofSeconds(30), () -> pings() >= before + 3);
    assertThat(call).isNotDone();
  }

  @Test
  void oneThatRefuses_isNotSaidToStandStill() throws Exception {
    fake.on(
        "GET",
        "/_ping",
        (request, wire) -> {
          throw new FakeEngine.Cut();
        });
    long before = pings();
    CompletableFuture<Throwable> call = never();
    Waiting.assertSoon("it was asked", Duration.ofSeconds(20), () -> pings() > before);
    assertThat(Waiting.until(BEAT.multipliedBy(8), call::isDone)).isFalse();
  }

  @Test
  void nothingIsWaitedFor_nothingIsAsked() {
    host.ping();
    long before = pings();
    assertThat(Waiting.until(BEAT.multipliedBy(8), () -> pings() > before)).isFalse();
  }

  @Test
  void zero_leavesItToTheDeadline() {
    host.close();
    connect(Config.defaults().heartbeat(Duration.ZERO).callTimeout(Duration.ofSeconds(2)));
    still = true;
    long before = pings();
    assertThatThrownBy(() -> engine.json(Call.get("/never"))).isInstanceOf(TimedOut.class);
    assertThat(pings()).isEqualTo(before);
  }

  /** What comes is sent bit by bit, so that it has to be waited for. */
  private static final class Ticks {
    private final Semaphore ticks = new Semaphore(0);

    void release() {
      ticks.release();
    }

    /** False when nobody waits for more. */
    boolean acquire() {
      try {
        return ticks.tryAcquire(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
