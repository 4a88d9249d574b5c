package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.TimedOut;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.lab.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that may take as long as they like, while something moves. */
@Timeout(60)
class SilenceTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int PIECES = 12;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private FakeEngine fake;
  private DockerHost host;
  private Engine engine;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    host = DockerHost.connect(fake.uri());
    engine = Engine.of(host);
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  /** Lets a part of the limit go by; all pieces together take longer than it. */
  private static void slowly() {
    long begin = System.nanoTime();
    Waiting.assertSoon(
        "time goes by", LIMIT, () -> System.nanoTime() - begin > LIMIT.toNanos() / (PIECES - 2));
  }

  private static Call call() {
    return Call.post("/images/load").atMostSilent(LIMIT);
  }

  @Test
  void answer_thatComesSlowly_isReadToItsEnd() {
    fake.on(
        "POST",
        "/images/load",
        (request, wire) -> {
          wire.raw(HEAD);
          for (int i = 0; i < PIECES; i++) {
            slowly();
            wire.chunk("{\"n\":%d}\n".formatted(i));
          }
          wire.raw("0\r\n\r\n");
        });
    long begin = System.nanoTime();
    List<Integer> all = new ArrayList<>();
    JsonLines.each(engine, call(), line -> all.add(line.path("n").asInt()));
    assertThat(all).hasSize(PIECES);
    assertThat(System.nanoTime() - begin).isGreaterThan(LIMIT.toNanos());
  }

  @Test
  void body_thatGoesSlowly_isSentToItsEnd() {
    fake.on("POST", "/images/load", (request, wire) -> wire.json(200, "{}"));
    InputStream slow =
        new InputStream() {
          private int left = PIECES;

          @Override
          public int read() {
            throw new AssertionError("read by the piece");
          }

          @Override
          public int read(byte[] into, int offset, int count) throws IOException {
            if (left-- == 0) {
              return -1;
            }
            slowly();
            // More than what waits for more to go with it.
            return Math.min(count, 60_000);
          }
        };
    assertThat(engine.send(call().body("application/x-tar", () -> slow))).isEqualTo(200);
  }

  @Test
  void answer_ofWhichNothingComesAnyMore_isGivenUp() {
    fake.on(
        "POST",
        "/images/load",
        (request, wire) -> {
          wire.raw(HEAD).chunk("{\"n\":0}\n");
          wire.awaitEnd();
        });
    List<Integer> all = new ArrayList<>();
    assertThatThrownBy(
            () ->
                JsonLines.each(
                    engine,
                    Call.post("/images/load").atMostSilent(Duration.ofMillis(300)),
                    line -> all.add(line.path("n").asInt())))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("nothing came of POST /images/load any more");
    assertThat(all).containsExactly(0);
  }

  @Test
  void call_thatGetsNoAnswer_isGivenUp() {
    fake.on("POST", "/images/load", (request, wire) -> wire.awaitEnd());
    assertThatThrownBy(
            () -> engine.send(Call.post("/images/load").atMostSilent(Duration.ofMillis(300))))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("of POST /images/load nothing has moved for 300 ms");
  }

  /** The other deadline is one of all, whatever moves. */
  @Test
  void deadline_ofAll_doesNotMove() {
    fake.on(
        "POST",
        "/images/load",
        (request, wire) -> {
          wire.raw(HEAD);
          while (true) {
            slowly();
            wire.chunk("{}\n");
          }
        });
    assertThatThrownBy(
            () ->
                JsonLines.each(
                    engine, Call.post("/images/load").within(Duration.ofMillis(500)), line -> {}))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("did not end within its deadline");
  }
}
