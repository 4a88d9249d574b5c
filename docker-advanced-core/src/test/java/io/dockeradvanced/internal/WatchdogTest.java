package io.dockeradvanced.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Waiting;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines that move while something happens. */
@Timeout(60)
class WatchdogTest {
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(20);

  private final Watchdog watchdog = new Watchdog();

  @Test
  void deadline_thatMoves_passesWhenItMovesNoMore() {
    AtomicInteger moves = new AtomicInteger();
    AtomicInteger movesBefore = new AtomicInteger();
    AtomicBoolean fired = new AtomicBoolean();
    try (Watchdog owner = watchdog) {
      Watchdog.Watch watch =
          owner.watch(
              () -> {
                movesBefore.set(moves.get());
                fired.set(true);
              },
              deadline -> moves.incrementAndGet() < 5 ? System.nanoTime() + SOON : deadline);
      watch.arm(System.nanoTime() + SOON);
      Waiting.assertSoon("it passes", Duration.ofSeconds(30), fired::get);
      assertThat(movesBefore).hasValue(5);
      assertThat(watch.fired()).isTrue();
      assertThat(watch.disarm()).isFalse();
    }
  }

  @Test
  void deadline_thatMoves_canBeLetGo() {
    AtomicInteger asked = new AtomicInteger();
    AtomicBoolean fired = new AtomicBoolean();
    try (Watchdog owner = watchdog) {
      Watchdog.Watch watch =
          owner.watch(
              () -> fired.set(true),
              deadline -> {
                asked.incrementAndGet();
                return System.nanoTime() + SOON;
              });
      watch.arm(System.nanoTime());
      Waiting.assertSoon("it moves", Duration.ofSeconds(30), () -> asked.get() > 2);
      assertThat(watch.disarm()).isTrue();
      assertThat(fired).isFalse();
    }
  }
}
