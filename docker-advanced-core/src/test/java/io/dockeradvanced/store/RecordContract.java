package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records and batches. */
interface RecordContract extends StoreFixture {

  @Test
  default void get_ofNothing_isEmpty() {
    assertThat(store().get("k", "a")).isEmpty();
    assertThat(store().list("k")).isEmpty();
  }

  @Test
  default void put_ofNewRecord_hasRevisionOneAndTheTimeOfTheClock() {
    store().write(new Batch().put("k", "a", 0, "{\"x\":1}"));
    assertThat(store().get("k", "a"))
        .contains(new StoredRecord("k", "a", 1, "{\"x\":1}", clock().instant()));
  }

  @Test
  default void put_eachTime_addsOneToTheRevision() {
    store().write(new Batch().put("k", "a", 0, "{}"));
    clock().forward(MINUTE);
    store().write(new Batch().put("k", "a", 1, "{\"n\":2}"));
    store().write(new Batch().put("k", "a", Batch.ANY, "{\"n\":3}"));
    assertThat(store().get("k", "a"))
        .contains(new StoredRecord("k", "a", 3, "{\"n\":3}", clock().instant()));
  }

  @Test
  default void put_withAny_createsToo() {
    store().write(new Batch().put("k", "a", Batch.ANY, "{}"));
    assertThat(store().get("k", "a").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  default void put_withWrongRevision_isRefusedAndSaysWhatIsThere() {
    store().write(new Batch().put("plan", "a", 0, "{}"));
    assertThatThrownBy(() -> store().write(new Batch().put("plan", "a", 0, "{\"n\":1}")))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("plan a has revision 1 but must not exist yet; read it again");
    assertThatThrownBy(() -> store().write(new Batch().put("plan", "a", 7, "{\"n\":1}")))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("plan a has revision 1 but revision 7 was expected; read it again");
    assertThatThrownBy(() -> store().write(new Batch().put("plan", "b", 1, "{}")))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("plan b does not exist but revision 1 was expected; read it again");
    assertThat(store().get("plan", "a").orElseThrow().json()).isEqualTo("{}");
    assertThat(store().get("plan", "b")).isEmpty();
  }

  @Test
  default void delete_withTheRevisionThatIsThere_removes() {
    store().write(new Batch().put("k", "a", 0, "{}").put("k", "b", 0, "{}"));
    store().write(new Batch().delete("k", "a", 1));
    assertThat(store().get("k", "a")).isEmpty();
    assertThat(store().get("k", "b")).isPresent();
  }

  @Test
  default void delete_withWrongRevision_isRefused() {
    store().write(new Batch().put("k", "a", 0, "{}"));
    for (long expected : new long[] {0, 2}) {
      assertThatThrownBy(() -> store().write(new Batch().delete("k", "a", expected)))
          .isInstanceOf(StoreConflict.class);
    }
    assertThatThrownBy(() -> store().write(new Batch().delete("k", "b", 1)))
        .isInstanceOf(StoreConflict.class);
    assertThat(store().get("k", "a")).isPresent();
  }

  @Test
  default void delete_withAnyOrNone_ofNothing_doesNothing() {
    store().write(new Batch().delete("k", "a", Batch.ANY).delete("k", "a", 0));
    assertThat(store().get("k", "a")).isEmpty();
  }

  @Test
  default void put_afterDelete_startsAtOneAgain() {
    store().write(new Batch().put("k", "a", 0, "{}").put("k", "a", 1, "{}").delete("k", "a", 2));
    store().write(new Batch().put("k", "a", 0, "{}"));
    assertThat(store().get("k", "a").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  default void list_ofKind_isOrderedByIdAndLeavesOthersOut() {
    Batch batch = new Batch();
    ODD_NAMES.forEach(name -> batch.put("k", name, 0, "{}"));
    store().write(batch.put("k2", "z", 0, "{}").put("K", "z", 0, "{}").put("_", "z", 0, "{}"));
    assertThat(store().list("k"))
        .extracting(StoredRecord::id)
        .isEqualTo(
            ODD_NAMES.stream()
                .sorted(
                    (a, b) ->
                        java.util.Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
                .toList());
  }

  @Test
  default void names_thatAreOdd_areKeptApartEverywhere() {
    for (String name : ODD_NAMES) {
      String kind = "kind" + name.substring(0, Math.min(name.length(), 500)).replace('/', '-');
      String stream = kind + "/" + name.substring(0, Math.min(name.length(), 500));
      store().write(new Batch().put(kind, name, 0, "{\"of\":1}").append(stream, name, "{\"e\":1}"));
      assertThat(store().get(kind, name).orElseThrow().id()).isEqualTo(name);
      assertThat(store().events(stream, 0, 9))
          .containsExactly(new StoredEvent(stream, 1, name, "{\"e\":1}", clock().instant()));
      assertThat(store().events(kind, Instant.MIN, Instant.MAX, 9)).hasSize(1);
      assertThat(store().acquire(name, name, MINUTE).orElseThrow().token()).isEqualTo(1);
      assertThat(store().lease(name).orElseThrow().owner()).isEqualTo(name);
      store().append(name, List.of(new SeriesPoint(clock().instant(), name.length())));
      assertThat(store().range(name, Instant.MIN, Instant.MAX)).hasSize(1);
    }
  }

  /** An index takes only so much, and cannot make this shorter by packing it. */
  @Test
  default void names_thatAreAsLongAsAllowed_areTakenEverywhere() {
    Random random = new Random(7);
    for (boolean wide : new boolean[] {false, true}) {
      String kind = name(random, wide, Limits.NAME_BYTES);
      String id = name(random, wide, Limits.NAME_BYTES);
      String stream = name(random, wide, 500) + "/" + name(random, wide, 500);
      store().write(new Batch().put(kind, id, 0, "{}").append(stream, id, "{}"));
      assertThat(store().list(kind)).extracting(StoredRecord::id).containsExactly(id);
      assertThat(store().events(stream, 0, 9)).extracting(StoredEvent::type).containsExactly(id);
      assertThat(store().acquire(id, kind, MINUTE).orElseThrow().owner()).isEqualTo(kind);
      store().append(id, List.of(new SeriesPoint(clock().instant(), 1)));
      assertThat(store().range(id, Instant.MIN, Instant.MAX)).hasSize(1);
    }
  }

  private static String name(Random random, boolean wide, int bytes) {
    StringBuilder name = new StringBuilder();
    int each = wide ? 3 : 1;
    for (int left = bytes; left >= each; left -= each) {
      name.append((char) (wide ? 0x4e00 + random.nextInt(0x5000) : 'A' + random.nextInt(26)));
    }
    return name.toString();
  }

  @Test
  default void put_ofTextOfEveryKind_comesBackAsItWas() {
    String json = "{\"a\":\"" + String.join("", ODD_NAMES) + "\\u0000\"}";
    store().write(new Batch().put("k", "a", 0, json));
    assertThat(store().get("k", "a").orElseThrow().json()).isEqualTo(json);
  }

  @Test
  default void put_ofBigValue_comesBackAsItWas() {
    String json = "{\"a\":\"" + "ä".repeat(Limits.JSON_CHARS / 2) + "\"}";
    store().write(new Batch().put("k", "a", 0, json));
    assertThat(store().get("k", "a").orElseThrow().json().equals(json)).isTrue();
  }

  @Test
  default void batch_withBadArguments_refusesThemAtOnce() {
    String tooLong = "n".repeat(Limits.NAME_BYTES + 1);
    for (String bad : List.of("", tooLong, "nul\0", "half \ud800", "\udc00 half")) {
      assertThatThrownBy(() -> new Batch().put(bad, "a", 0, "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("kind ");
      assertThatThrownBy(() -> new Batch().put("k", bad, 0, "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("id ");
      assertThatThrownBy(() -> store().get("k", bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store().acquire(bad, "o", MINUTE))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String bad : List.of("k", "/a", "k/", "")) {
      assertThatThrownBy(() -> new Batch().append(bad, "t", "{}"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Batch().put("k", "a", -2, "{}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Batch().put("k", "a", 0, "x".repeat(Limits.JSON_CHARS + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use a blob");
    assertThatThrownBy(() -> store().events("k/a", 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().acquire("l", "o", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void write_ofEmptyBatch_doesNothing() {
    store().write(new Batch());
    assertThat(new Batch().isEmpty()).isTrue();
  }

  @Test
  default void write_thatConflictsAtTheEnd_leavesNothing() {
    store().write(new Batch().put("k", "old", 0, "{\"v\":1}").append("s/1", "t", "{}"));
    Batch batch =
        new Batch()
            .put("k", "new", 0, "{}")
            .put("k", "old", 1, "{\"v\":2}")
            .append("s/1", "t", "{}")
            .append("s/2", "t", "{}")
            .delete("k", "old", 2)
            .put("k", "other", 5, "{}");
    assertThatThrownBy(() -> store().write(batch)).isInstanceOf(StoreConflict.class);
    assertThat(store().list("k"))
        .containsExactly(new StoredRecord("k", "old", 1, "{\"v\":1}", clock().instant()));
    assertThat(store().events("s/1", 0, 9)).hasSize(1);
    assertThat(store().events("s/2", 0, 9)).isEmpty();
    store().write(new Batch().append("s/1", "t", "{}"));
    assertThat(store().events("s/1", 1, 9)).extracting(StoredEvent::sequence).containsExactly(2L);
  }

  @Test
  default void write_inOrder_seesItsOwnWrites() {
    store().write(new Batch().put("k", "a", 0, "{}").put("k", "a", 1, "{}").put("k", "a", 2, "{}"));
    assertThat(store().get("k", "a").orElseThrow().revision()).isEqualTo(3);
  }
}
