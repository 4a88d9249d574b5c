package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.host.EngineHost;
import io.dockeradvanced.internal.http.Heartbeat;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.lab.FakeEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionsTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FakeEngine fake;
  private DockerHost host;
  private Engine engine;
  private CountDownLatch arrived;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    host = DockerHost.connect(fake.uri(), Config.defaults().callTimeout(Duration.ofSeconds(20)));
    engine = Engine.of(host);
    engine.api();
    arrived = new CountDownLatch(1);
    fake.on(
        "GET",
        "/events",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          wire.awaitEnd();
        });
    fake.on(
        "GET",
        "/slow",
        (request, wire) -> {
          arrived.countDown();
          wire.awaitEnd();
        });
  }

  @AfterEach
  void stop() {
    host.close();
    threads.shutdownNow();
    fake.close();
  }

  private HostConnections connections() {
    return ((EngineHost) host).connections();
  }

  @Test
  void shortCalls_besideManyStreams_areNotBlocked() {
    List<EngineResponse> streams = new ArrayList<>();
    for (int i = 0; i < 3 * HostConnections.POOL; i++) {
      streams.add(engine.open(Call.get("/events")));
    }

    host.ping();

    assertThat(connections().ownConnections()).isEqualTo(3 * HostConnections.POOL);
    streams.forEach(EngineResponse::close);
    assertThat(connections().ownConnections()).isZero();
  }

  @Test
  void streams_besideFullPool_areNotBlockedAndTheNextShortCallTimesOutInLine() throws Exception {
    host.close();
    host = DockerHost.connect(fake.uri(), Config.defaults().callTimeout(Duration.ofSeconds(2)));
    engine = Engine.of(host);
    engine.api();
    arrived = new CountDownLatch(HostConnections.POOL);
    for (int i = 0; i < HostConnections.POOL; i++) {
      threads.submit(() -> engine.json(Call.get("/slow")));
    }
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

    engine.open(Call.get("/events")).close();
    engine.send(Call.get("/_ping").unversioned().within(Duration.ofSeconds(1)));
  }

  @Test
  void shortCall_noPlaceBeforeDeadline_timesOut() throws Exception {
    Owner parts = Owner.of(host.owner());
    Heartbeat none = new Heartbeat(Config.defaults().heartbeat(Duration.ZERO), parts);
    var pool = new HostConnections(((EngineHost) host).transport(), parts.watchdog(), none, 1);
    pool.borrow(System.nanoTime() + 1_000_000_000L, false);

    assertThatThrownBy(() -> pool.borrow(System.nanoTime() + 50_000_000L, false))
        .isInstanceOf(HostConnections.NoPlace.class);
    assertThat(
            Failures.explain(
                "h", Call.get("/x"), Duration.ofSeconds(1), null, new HostConnections.NoPlace()))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("waited 1 s");
    pool.close();
  }

  @Test
  void close_fromAnotherThread_endsABlockedRead() throws Exception {
    EngineResponse events = engine.open(Call.get("/events"));
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    CountDownLatch reading = new CountDownLatch(1);
    threads.submit(
        () -> {
          reading.countDown();
          try {
            events.body().read();
            ended.complete(new AssertionError("the read returned"));
          } catch (IOException e) {
            ended.complete(e);
          }
        });
    reading.await();

    events.close();

    assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }

  @Test
  void ownerClose_duringACall_cancelsIt() throws Exception {
    CompletableFuture<Throwable> ended = failure(() -> engine.json(Call.get("/slow")));
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

    host.close();

    assertThat(ended.get(5, TimeUnit.SECONDS))
        .isInstanceOf(Cancelled.class)
        .hasMessageContaining("owner was closed");
  }

  @Test
  void interrupt_duringACall_cancelsItAndKeepsTheFlag() throws Exception {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                engine.json(Call.get("/slow"));
              } catch (RuntimeException e) {
                flag.complete(Thread.currentThread().isInterrupted());
                ended.complete(e);
              }
            });
    caller.start();
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

    caller.interrupt();

    assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
    assertThat(flag.get()).isTrue();
    host.ping();
  }

  @Test
  void interrupt_beforeACall_sendsNothing() {
    long before = fake.seen().size();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> host.ping()).isInstanceOf(Cancelled.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(fake.seen()).hasSize((int) before);
  }

  @Test
  void close_ofTheOwner_leavesNoConnection() {
    engine.open(Call.get("/events"));
    host.ping();

    host.close();

    assertThat(connections().openConnections()).isZero();
    assertThatThrownBy(() -> host.ping()).isInstanceOf(Cancelled.class);
  }

  private CompletableFuture<Throwable> failure(Runnable call) {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    threads.submit(
        () -> {
          try {
            call.run();
            ended.complete(new AssertionError("the call returned"));
          } catch (RuntimeException e) {
            ended.complete(e);
          }
        });
    return ended;
  }
}
