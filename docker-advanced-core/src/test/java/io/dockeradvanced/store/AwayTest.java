package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final Away away = new Away(nanos::get);

  private boolean after(Duration time) {
    long began = nanos.get();
    nanos.addAndGet(time.toNanos());
    return away.isBearable(PATIENCE, began);
  }

  private void wearOut() {
    assertThat(after(Duration.ZERO)).isTrue();
    assertThat(after(PATIENCE.minusNanos(1))).isTrue();
    assertThat(after(Duration.ofNanos(1))).isFalse();
  }

  @Test
  void patience_thatIsWornOut_isNotHadAnew() {
    wearOut();
    assertThat(after(Duration.ZERO)).isFalse();
  }

  /** However long an attempt takes: it is no time in which nobody tried. */
  @Test
  void patience_withAttemptsThatTakeLong_wearsOut() {
    assertThat(after(Duration.ZERO)).isTrue();
    assertThat(after(PATIENCE.multipliedBy(2))).isFalse();
  }

  @Test
  void patience_afterItWasBack_isHadAnew() {
    wearOut();
    away.isOver();
    assertThat(after(Duration.ZERO)).isTrue();
  }

  @Test
  void patience_whenNobodyTriedForLong_isHadAnew() {
    wearOut();
    nanos.addAndGet(PATIENCE.toNanos() + 1);
    assertThat(after(Duration.ZERO)).isTrue();
  }
}
