package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Events of streams. */
interface EventContract extends StoreFixture {

  @Test
  default void append_toStreams_numbersEachFromOne() {
    store().write(new Batch().append("s/1", "a", "{}").append("s/2", "b", "{}"));
    store().write(new Batch().append("s/1", "c", "{}").append("s/1", "d", "{\"n\":1}"));
    assertThat(store().events("s/1", 0, 10))
        .containsExactly(
            new StoredEvent("s/1", 1, "a", "{}", clock().instant()),
            new StoredEvent("s/1", 2, "c", "{}", clock().instant()),
            new StoredEvent("s/1", 3, "d", "{\"n\":1}", clock().instant()));
    assertThat(store().events("s/1", 1, 1)).extracting(StoredEvent::type).containsExactly("c");
    assertThat(store().events("s/1", 3, 10)).isEmpty();
    assertThat(store().events("s/1", 0, 0)).isEmpty();
  }

  @Test
  default void events_ofKind_areOrderedByTimeAndBounded() {
    Instant start = clock().instant();
    for (int i = 0; i < 6; i++) {
      store().write(new Batch().append("s/" + i % 2, "t" + i, "{}").append("sx/1", "no", "{}"));
      clock().forward(Duration.ofMillis(10));
    }
    assertThat(store().events("s", start, clock().instant(), 10))
        .extracting(StoredEvent::type)
        .containsExactly("t0", "t1", "t2", "t3", "t4", "t5");
    assertThat(store().events("s", start.plusMillis(10), start.plusMillis(30), 10))
        .extracting(StoredEvent::type)
        .containsExactly("t1", "t2");
    assertThat(store().events("s", start.plusNanos(1), start.plusMillis(20).plusNanos(1), 10))
        .extracting(StoredEvent::type)
        .containsExactly("t1", "t2");
    assertThat(store().events("s", Instant.MIN, Instant.MAX, 2))
        .extracting(StoredEvent::type)
        .containsExactly("t0", "t1");
  }

  @Test
  default void append_afterTheClockWasSetBack_keepsTheOrder() {
    Instant start = clock().instant();
    store().write(new Batch().append("s/1", "first", "{}"));
    clock().forward(Duration.ofHours(-1));
    store().write(new Batch().append("s/1", "second", "{}"));
    assertThat(store().events("s", Instant.MIN, Instant.MAX, 10))
        .extracting(StoredEvent::type, StoredEvent::at)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", start),
            org.assertj.core.groups.Tuple.tuple("second", start));
  }
}
