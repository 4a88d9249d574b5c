package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Away away = new Away();

  private void wearOut() {
    long began = System.nanoTime();
    while (away.isBearable(PATIENCE, began)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void patience_thatIsWornOut_isNotHadAnew() {
    wearOut();
    assertThat(away.isBearable(PATIENCE, System.nanoTime())).isFalse();
  }

  @Test
  void patience_afterItWasBack_isHadAnew() {
    wearOut();
    away.isOver();
    assertThat(away.isBearable(PATIENCE, System.nanoTime())).isTrue();
  }

  @Test
  void patience_whenNobodyTriedForLong_isHadAnew() {
    wearOut();
    long later = System.nanoTime() + PATIENCE.toNanos() * 2;
    assertThat(away.isBearable(PATIENCE, later)).isTrue();
  }
}
