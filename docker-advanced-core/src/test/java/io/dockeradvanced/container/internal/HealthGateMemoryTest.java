package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.Data;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From when on a gate counts. */
class HealthGateMemoryTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private final Data first = HealthGate.memory(Data.empty(), 0, NOW);

  @Test
  void memory_atFirst_beginsNow() {
    assertThat(first.text("since")).isEqualTo(NOW.toString());
    assertThat(first.text("steadySince")).isEqualTo(NOW.toString());
  }

  @Test
  void memory_later_staysAsItWas() {
    assertThat(HealthGate.memory(first, 0, NOW.plusSeconds(9))).isEqualTo(first);
  }

  @Test
  void memory_afterARestartOfTheContainer_countsOnAndIsSteadyAnew() {
    Data restarted = HealthGate.memory(first, 1, NOW.plusSeconds(9));
    assertThat(restarted.text("since")).isEqualTo(NOW.toString());
    assertThat(restarted.text("steadySince")).isEqualTo(NOW.plusSeconds(9).toString());
  }

  /** Else a container that never gets well would be waited for an hour longer. */
  @Test
  void memory_afterTheClockWasSetBack_beginsAnew() {
    Instant back = NOW.minus(Duration.ofHours(1));
    Data again = HealthGate.memory(first, 0, back);
    assertThat(again.text("since")).isEqualTo(back.toString());
    assertThat(again.text("steadySince")).isEqualTo(back.toString());
    assertThat(HealthGate.memory(again, 0, back.plusSeconds(1))).isEqualTo(again);
  }
}
