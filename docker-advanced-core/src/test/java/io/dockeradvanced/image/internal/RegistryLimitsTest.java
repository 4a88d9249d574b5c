package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a host that limits us is left alone. */
class RegistryLimitsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

  private final RegistryLimits limits = new RegistryLimits(2);

  private static RegistryHttp.Reply reply(int status, String retryAfter) {
    return new RegistryHttp.Reply(
        URI.create("https://r.example/v2/"),
        status,
        HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true),
        new byte[0]);
  }

  /** Of a clock that may have been set meanwhile: the wait is no matter of it. */
  private RegistryHttp.Reply ask(RegistryHttp.Reply answer, Instant now) throws Exception {
    return limits.within(
        "r.example", Clock.fixed(now, ZoneOffset.UTC), Duration.ofSeconds(1), () -> answer);
  }

  @Test
  void closedGate_saysWhatIsLeft() throws Exception {
    for (String told : List.of("3600", "Thu, 26 Nov 2026 01:00:00 GMT")) {
      RegistryLimits fresh = new RegistryLimits(1);
      Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
      long begin = System.nanoTime();
      assertThat(fresh.within("h", clock, Duration.ofSeconds(1), () -> reply(429, told)).status())
          .isEqualTo(429);
      Clock later = Clock.fixed(NOW.plusSeconds(7200), ZoneOffset.UTC);
      Duration first = rest(fresh, later);
      Duration second = rest(fresh, later);
      Duration passed = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(first).isLessThan(Duration.ofHours(1));
      assertThat(second).isLessThan(first);
      assertThat(second).isGreaterThanOrEqualTo(Duration.ofHours(1).minus(passed));
    }
  }

  private static Duration rest(RegistryLimits limits, Clock clock) {
    RegistryTrouble trouble =
        catchThrowableOfType(
            RegistryTrouble.class,
            () ->
                limits.within(
                    "h",
                    clock,
                    Duration.ofSeconds(1),
                    () -> {
                      throw new AssertionError("nobody is asked");
                    }));
    assertThat(trouble.limited()).isTrue();
    return trouble.retryAfter(clock);
  }

  @Test
  void answersThatLimitNobody_closeNoGate() throws Exception {
    assertThat(ask(reply(429, ""), NOW).status()).isEqualTo(429);
    assertThat(ask(reply(503, "3600"), NOW).status()).isEqualTo(503);
    assertThat(ask(reply(429, "Wed, 25 Nov 2026 00:00:00 GMT"), NOW).status()).isEqualTo(429);
    assertThat(ask(reply(200, ""), NOW).status()).isEqualTo(200);
  }
}
