package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.http.WatchedChannel;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.transport.ConnectFailed;
import io.dockeradvanced.transport.TransportProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever leads to the engine. */
@Timeout(30)
class OddTransportTest {
  private static final Duration BEAT = Duration.ofMillis(250);

  private final FakeEngine fake = new FakeEngine();

  @AfterEach
  void close() {
    fake.close();
  }

  private DockerHost host(OddTransport transport) {
    return DockerHost.connect(
        fake.uri(), Config.defaults().use(TransportProvider.class, transport).heartbeat(BEAT));
  }

  @Test
  void reply_ofACallThatWasInterrupted_isNotTakenForThatOfTheNext() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    fake.on("GET", "/quick", (request, wire) -> wire.json(200, "{\"call\":\"quick\"}"));
    fake.on(
        "GET",
        "/slow",
        (request, wire) -> {
          arrived.countDown();
          await(answered);
          wire.json(200, "{\"call\":\"slow\"}");
        });
    try (DockerHost host = host(new OddTransport(fake.path(), false))) {
      Engine engine = Engine.of(host);
      assertThat(engine.json(Call.get("/quick")).path("call").asText()).isEqualTo("quick");
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread caller =
          new Thread(() -> ended.complete(catchThrowable(() -> engine.json(Call.get("/slow")))));
      caller.start();
      await(arrived);
      caller.interrupt();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);

      answered.countDown();
      assertThat(engine.json(Call.get("/quick")).path("call").asText()).isEqualTo("quick");
    }
  }

  /** What is connected already does not end then. */
  @ParameterizedTest
  @EnumSource(
      value = ConnectFailed.Reason.class,
      names = {"NO_WAY", "UNANSWERED"})
  void networkThatLeadsNowhere_isAsOneThatStandsStill(ConnectFailed.Reason reason)
      throws Exception {
    OddTransport transport = new OddTransport(fake.path(), false);
    try (DockerHost host = host(transport);
        EngineResponse events = events(host)) {
      cutOff(transport, ConnectFailed.because(reason, "no way there", null));
      assertThatThrownBy(() -> events.body().read()).isInstanceOf(WatchedChannel.StoodStill.class);
    }
  }

  /** A limit on this side, or one of SSH. */
  @Test
  void connectionThatCannotBeHad_saysNothingOfTheServer() throws Exception {
    OddTransport transport = new OddTransport(fake.path(), false);
    try (DockerHost host = host(transport);
        EngineResponse events = events(host)) {
      cutOff(transport, new ConnectFailed("too many open files", true, null));
      CompletableFuture<Throwable> read =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> events.body().read()));
      assertThat(Waiting.until(BEAT.multipliedBy(12), read::isDone)).isFalse();
      assertThat(transport.limits()).as("it was asked again").hasSizeGreaterThan(4);
    }
  }

  private EngineResponse events(DockerHost host) {
    fake.on(
        "GET",
        "/events",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          wire.awaitEnd();
        });
    return Engine.of(host).open(Call.get("/events"));
  }

  private void cutOff(OddTransport transport, IOException refusal) {
    fake.on("GET", "/_ping", (request, wire) -> wire.awaitEnd());
    transport.refuse(refusal);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void connection_ofAnEngineThatHasAnswered_isGivenFourBeatsUnlessItWaitsInLine(boolean inLine) {
    OddTransport transport = new OddTransport(fake.path(), inLine);
    try (DockerHost host = host(transport);
        EngineResponse first = events(host);
        EngineResponse second = events(host)) {
      Duration starting = transport.limits().get(0);
      Duration after = transport.limits().get(transport.limits().size() - 1);
      assertThat(starting).isGreaterThan(Duration.ofSeconds(20));
      assertThat(after.compareTo(BEAT.multipliedBy(4)) <= 0).isEqualTo(!inLine);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
