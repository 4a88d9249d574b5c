package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  default void deleteEvents_ofStream_removesThemAndNothingElse() {
    Instant start = clock().instant();
    for (String stream : List.of("s/1", "s/10", "s/1/2", "S/1", "s/%", "t/1")) {
      store().write(new Batch().append(stream, "a", "{}").append(stream, "b", "{}"));
    }
    store().write(new Batch().put("s", "1", 0, "{}").deleteEvents("s/1").deleteEvents("s/%"));
    assertThat(store().events("s/1", 0, 10)).isEmpty();
    assertThat(store().events("s", start, Instant.MAX, 10))
        .extracting(StoredEvent::stream)
        .containsExactly("s/1/2", "s/1/2", "s/10", "s/10");
    assertThat(store().events("S/1", 0, 10)).hasSize(2);
    assertThat(store().events("t/1", 0, 10)).hasSize(2);
    assertThat(store().get("s", "1")).isPresent();
  }

  @Test
  default void deleteEvents_thenAppend_numbersFromOneAgain() {
    store().write(new Batch().append("s/1", "a", "{}").append("s/1", "b", "{}"));
    clock().forward(Duration.ofHours(-1));
    store()
        .write(
            new Batch()
                .append("s/1", "c", "{}")
                .deleteEvents("s/1")
                .append("s/1", "d", "{}")
                .append("s/1", "e", "{}"));
    assertThat(store().events("s/1", 0, 10))
        .containsExactly(
            new StoredEvent("s/1", 1, "d", "{}", clock().instant()),
            new StoredEvent("s/1", 2, "e", "{}", clock().instant()));
  }

  @Test
  default void deleteEvents_ofNothing_doesNothing() {
    store().write(new Batch().deleteEvents("s/1"));
    assertThat(store().events("s/1", 0, 10)).isEmpty();
    assertThatThrownBy(() -> new Batch().deleteEvents("no-stream"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void deleteEvents_inABatchThatIsRefused_leavesThemAsTheyWere() {
    store().write(new Batch().append("s/1", "a", "{}").append("s/1", "b", "{}"));
    List<StoredEvent> before = store().events("s/1", 0, 10);
    Batch batch =
        new Batch()
            .append("s/1", "c", "{}")
            .deleteEvents("s/1")
            .append("s/1", "d", "{}")
            .deleteEvents("s/1")
            .append("s/1", "e", "{}")
            .put("k", "missing", 7, "{}");
    assertThatThrownBy(() -> store().write(batch)).isInstanceOf(StoreConflict.class);
    assertThat(store().events("s/1", 0, 10)).isEqualTo(before);
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
