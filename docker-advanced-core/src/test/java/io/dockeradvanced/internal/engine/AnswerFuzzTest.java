package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever bytes come back, a call ends, with an answer or an exception of ours. */
class AnswerFuzzTest {
  private static final String[] GOOD = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"Id\":\"a\"}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Id\"\r\n5\r\n:\"a\"}\r\n0\r\n\r\n",
    "HTTP/1.1 409 Conflict\r\nContent-Length: 15\r\n\r\n{\"message\":\"m\"}",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n{\"Id\":\"a\"}",
  };

  @Test
  @Timeout(120)
  void write_mutatedAnswer_endsWithAnswerOrFailureOfOurs() {
    long seed = Long.getLong("da.seed", 20261101L);
    int rounds = Integer.getInteger("da.fuzz.rounds", 2000);
    Random random = new Random(seed);
    AtomicReference<String> answer = new AtomicReference<>("");
    try (FakeEngine fake = new FakeEngine();
        DockerHost host =
            DockerHost.connect(fake.uri(), Config.defaults().callTimeout(Duration.ofSeconds(10)))) {
      fake.on(
          "POST",
          "/containers/create",
          (request, wire) -> {
            wire.raw(answer.get());
            throw new FakeEngine.Cut();
          });
      Engine engine = Engine.of(host);
      engine.api();
      for (int i = 0; i < rounds; i++) {
        answer.set(mutated(GOOD[random.nextInt(GOOD.length)], random));
        String shown = "seed %d round %d: %s".formatted(seed, i, answer.get());
        try {
          engine.json(Call.post("/containers/create").json(Json.object()));
        } catch (DockerAdvancedException e) {
          assertThat(e.getMessage()).as(shown).isNotBlank();
        } catch (RuntimeException e) {
          throw new AssertionError(shown, e);
        }
      }
      host.ping();
    }
  }

  private static String mutated(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    for (int n = random.nextInt(4); n >= 0 && text.length() > 0; n--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setLength(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(256));
        case 2 -> text.deleteCharAt(at);
        default -> text.insert(at, "0123456789abcdef\r\n: ".charAt(random.nextInt(20)));
      }
    }
    return text.toString();
  }
}
