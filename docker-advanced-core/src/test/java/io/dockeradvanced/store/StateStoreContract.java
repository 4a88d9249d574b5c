package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises. A store passes when a subclass that opens it passes. */
abstract class StateStoreContract {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final List<String> ODD_NAMES =
      List.of(
          "plain",
          "o'brien",
          "say \"hi\"",
          "100%",
          "under_score",
          "back\\slash",
          "; DROP TABLE records; --",
          "?",
          "a/b/c",
          " blank ",
          "line\nfeed\ttab",
          "Ünïcødé",
          "日本語",
          "emoji 🐳",
          "\uffff",
          "UPPER",
          "upper",
          ".",
          "n".repeat(Limits.NAME_CHARS));

  final TestClock clock = new TestClock();
  StateStore store;

  /** Opens an empty store on {@link #clock}. */
  abstract StateStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  // ---- records

  @Test
  void get_ofNothing_isEmpty() {
    assertThat(store.get("k", "a")).isEmpty();
    assertThat(store.list("k")).isEmpty();
  }

  @Test
  void put_ofNewRecord_hasRevisionOneAndTheTimeOfTheClock() {
    store.write(new Batch().put("k", "a", 0, "{\"x\":1}"));
    assertThat(store.get("k", "a"))
        .contains(new StoredRecord("k", "a", 1, "{\"x\":1}", clock.instant()));
  }

  @Test
  void put_eachTime_addsOneToTheRevision() {
    store.write(new Batch().put("k", "a", 0, "{}"));
    clock.forward(MINUTE);
    store.write(new Batch().put("k", "a", 1, "{\"n\":2}"));
    store.write(new Batch().put("k", "a", Batch.ANY, "{\"n\":3}"));
    assertThat(store.get("k", "a"))
        .contains(new StoredRecord("k", "a", 3, "{\"n\":3}", clock.instant()));
  }

  @Test
  void put_withAny_createsToo() {
    store.write(new Batch().put("k", "a", Batch.ANY, "{}"));
    assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void put_withWrongRevision_isRefusedAndSaysWhatIsThere() {
    store.write(new Batch().put("plan", "a", 0, "{}"));
    assertThatThrownBy(() -> store.write(new Batch().put("plan", "a", 0, "{\"n\":1}")))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("plan a has revision 1 but must not exist yet; read it again");
    assertThatThrownBy(() -> store.write(new Batch().put("plan", "a", 7, "{\"n\":1}")))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("plan a has revision 1 but revision 7 was expected; read it again");
    assertThatThrownBy(() -> store.write(new Batch().put("plan", "b", 1, "{}")))
        .isInstanceOf(StoreConflict.class)
        .hasMessage("plan b does not exist but revision 1 was expected; read it again");
    assertThat(store.get("plan", "a").orElseThrow().json()).isEqualTo("{}");
    assertThat(store.get("plan", "b")).isEmpty();
  }

  @Test
  void delete_withTheRevisionThatIsThere_removes() {
    store.write(new Batch().put("k", "a", 0, "{}").put("k", "b", 0, "{}"));
    store.write(new Batch().delete("k", "a", 1));
    assertThat(store.get("k", "a")).isEmpty();
    assertThat(store.get("k", "b")).isPresent();
  }

  @Test
  void delete_withWrongRevision_isRefused() {
    store.write(new Batch().put("k", "a", 0, "{}"));
    for (long expected : new long[] {0, 2}) {
      assertThatThrownBy(() -> store.write(new Batch().delete("k", "a", expected)))
          .isInstanceOf(StoreConflict.class);
    }
    assertThatThrownBy(() -> store.write(new Batch().delete("k", "b", 1)))
        .isInstanceOf(StoreConflict.class);
    assertThat(store.get("k", "a")).isPresent();
  }

  @Test
  void delete_withAnyOrNone_ofNothing_doesNothing() {
    store.write(new Batch().delete("k", "a", Batch.ANY).delete("k", "a", 0));
    assertThat(store.get("k", "a")).isEmpty();
  }

  @Test
  void put_afterDelete_startsAtOneAgain() {
    store.write(new Batch().put("k", "a", 0, "{}").put("k", "a", 1, "{}").delete("k", "a", 2));
    store.write(new Batch().put("k", "a", 0, "{}"));
    assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void list_ofKind_isOrderedByIdAndLeavesOthersOut() {
    Batch batch = new Batch();
    ODD_NAMES.forEach(name -> batch.put("k", name, 0, "{}"));
    store.write(batch.put("k2", "z", 0, "{}").put("K", "z", 0, "{}").put("_", "z", 0, "{}"));
    assertThat(store.list("k"))
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
  void names_thatAreOdd_areKeptApartEverywhere() {
    for (String name : ODD_NAMES) {
      String kind = "kind" + name.substring(0, Math.min(name.length(), 500)).replace('/', '-');
      String stream = kind + "/" + name.substring(0, Math.min(name.length(), 500));
      store.write(new Batch().put(kind, name, 0, "{\"of\":1}").append(stream, name, "{\"e\":1}"));
      assertThat(store.get(kind, name).orElseThrow().id()).isEqualTo(name);
      assertThat(store.events(stream, 0, 9))
          .containsExactly(new StoredEvent(stream, 1, name, "{\"e\":1}", clock.instant()));
      assertThat(store.events(kind, Instant.MIN, Instant.MAX, 9)).hasSize(1);
      assertThat(store.acquire(name, name, MINUTE).orElseThrow().token()).isEqualTo(1);
      assertThat(store.lease(name).orElseThrow().owner()).isEqualTo(name);
      store.append(name, List.of(new SeriesPoint(clock.instant(), name.length())));
      assertThat(store.range(name, Instant.MIN, Instant.MAX)).hasSize(1);
    }
  }

  @Test
  void put_ofTextOfEveryKind_comesBackAsItWas() {
    String json = "{\"a\":\"" + String.join("", ODD_NAMES) + "\\u0000\"}";
    store.write(new Batch().put("k", "a", 0, json));
    assertThat(store.get("k", "a").orElseThrow().json()).isEqualTo(json);
  }

  @Test
  void put_ofBigValue_comesBackAsItWas() {
    String json = "{\"a\":\"" + "ä".repeat(Limits.JSON_CHARS / 2) + "\"}";
    store.write(new Batch().put("k", "a", 0, json));
    assertThat(store.get("k", "a").orElseThrow().json().equals(json)).isTrue();
  }

  @Test
  void batch_withBadArguments_refusesThemAtOnce() {
    String tooLong = "n".repeat(Limits.NAME_CHARS + 1);
    for (String bad : List.of("", tooLong, "nul\0", "half \ud800", "\udc00 half")) {
      assertThatThrownBy(() -> new Batch().put(bad, "a", 0, "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("kind ");
      assertThatThrownBy(() -> new Batch().put("k", bad, 0, "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("id ");
      assertThatThrownBy(() -> store.get("k", bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.acquire(bad, "o", MINUTE))
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
    assertThatThrownBy(() -> store.events("k/a", 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.acquire("l", "o", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- batches

  @Test
  void write_ofEmptyBatch_doesNothing() {
    store.write(new Batch());
    assertThat(new Batch().isEmpty()).isTrue();
  }

  @Test
  void write_thatConflictsAtTheEnd_leavesNothing() {
    store.write(new Batch().put("k", "old", 0, "{\"v\":1}").append("s/1", "t", "{}"));
    Batch batch =
        new Batch()
            .put("k", "new", 0, "{}")
            .put("k", "old", 1, "{\"v\":2}")
            .append("s/1", "t", "{}")
            .append("s/2", "t", "{}")
            .delete("k", "old", 2)
            .put("k", "other", 5, "{}");
    assertThatThrownBy(() -> store.write(batch)).isInstanceOf(StoreConflict.class);
    assertThat(store.list("k"))
        .containsExactly(new StoredRecord("k", "old", 1, "{\"v\":1}", clock.instant()));
    assertThat(store.events("s/1", 0, 9)).hasSize(1);
    assertThat(store.events("s/2", 0, 9)).isEmpty();
    store.write(new Batch().append("s/1", "t", "{}"));
    assertThat(store.events("s/1", 1, 9)).extracting(StoredEvent::sequence).containsExactly(2L);
  }

  @Test
  void write_inOrder_seesItsOwnWrites() {
    store.write(new Batch().put("k", "a", 0, "{}").put("k", "a", 1, "{}").put("k", "a", 2, "{}"));
    assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(3);
  }

  // ---- events

  @Test
  void append_toStreams_numbersEachFromOne() {
    store.write(new Batch().append("s/1", "a", "{}").append("s/2", "b", "{}"));
    store.write(new Batch().append("s/1", "c", "{}").append("s/1", "d", "{\"n\":1}"));
    assertThat(store.events("s/1", 0, 10))
        .containsExactly(
            new StoredEvent("s/1", 1, "a", "{}", clock.instant()),
            new StoredEvent("s/1", 2, "c", "{}", clock.instant()),
            new StoredEvent("s/1", 3, "d", "{\"n\":1}", clock.instant()));
    assertThat(store.events("s/1", 1, 1)).extracting(StoredEvent::type).containsExactly("c");
    assertThat(store.events("s/1", 3, 10)).isEmpty();
    assertThat(store.events("s/1", 0, 0)).isEmpty();
  }

  @Test
  void events_ofKind_areOrderedByTimeAndBounded() {
    Instant start = clock.instant();
    for (int i = 0; i < 6; i++) {
      store.write(new Batch().append("s/" + i % 2, "t" + i, "{}").append("sx/1", "no", "{}"));
      clock.forward(Duration.ofMillis(10));
    }
    assertThat(store.events("s", start, clock.instant(), 10))
        .extracting(StoredEvent::type)
        .containsExactly("t0", "t1", "t2", "t3", "t4", "t5");
    assertThat(store.events("s", start.plusMillis(10), start.plusMillis(30), 10))
        .extracting(StoredEvent::type)
        .containsExactly("t1", "t2");
    assertThat(store.events("s", start.plusNanos(1), start.plusMillis(20).plusNanos(1), 10))
        .extracting(StoredEvent::type)
        .containsExactly("t1", "t2");
    assertThat(store.events("s", Instant.MIN, Instant.MAX, 2))
        .extracting(StoredEvent::type)
        .containsExactly("t0", "t1");
  }

  @Test
  void append_afterTheClockWasSetBack_keepsTheOrder() {
    Instant start = clock.instant();
    store.write(new Batch().append("s/1", "first", "{}"));
    clock.forward(Duration.ofHours(-1));
    store.write(new Batch().append("s/1", "second", "{}"));
    assertThat(store.events("s", Instant.MIN, Instant.MAX, 10))
        .extracting(StoredEvent::type, StoredEvent::at)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", start),
            org.assertj.core.groups.Tuple.tuple("second", start));
  }

  // ---- leases

  @Test
  void acquire_ofFreeLease_givesTokenOne() {
    assertThat(store.lease("l")).isEmpty();
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    assertThat(lease).isEqualTo(new Lease("l", "alice", 1, clock.instant().plus(MINUTE)));
    assertThat(store.lease("l")).contains(lease);
  }

  @Test
  void acquire_byAnother_isEmptyUntilTheEnd() {
    store.acquire("l", "alice", MINUTE);
    clock.forward(MINUTE.minusMillis(1));
    assertThat(store.acquire("l", "bob", MINUTE)).isEmpty();
    clock.forward(Duration.ofMillis(1));
    assertThat(store.lease("l")).isEmpty();
    assertThat(store.acquire("l", "bob", MINUTE).orElseThrow().token()).isEqualTo(2);
  }

  @Test
  void acquire_byTheHolder_renewsUnderTheSameToken() {
    store.acquire("l", "alice", MINUTE);
    clock.forward(Duration.ofSeconds(30));
    assertThat(store.acquire("l", "alice", MINUTE))
        .contains(new Lease("l", "alice", 1, clock.instant().plus(MINUTE)));
  }

  @Test
  void acquire_byTheFormerHolderAfterTheEnd_growsTheToken() {
    Lease old = store.acquire("l", "alice", MINUTE).orElseThrow();
    clock.forward(MINUTE);
    assertThat(store.acquire("l", "alice", MINUTE).orElseThrow().token()).isEqualTo(2);
    assertThat(store.renew(old, MINUTE)).isEmpty();
  }

  @Test
  void renew_ofHeldLease_movesItsEnd() {
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    clock.forward(Duration.ofSeconds(59));
    assertThat(store.renew(lease, MINUTE))
        .contains(new Lease("l", "alice", 1, clock.instant().plus(MINUTE)));
    assertThat(store.lease("l").orElseThrow().until()).isEqualTo(clock.instant().plus(MINUTE));
  }

  @Test
  void renew_afterTheEndWhenNobodyTookIt_works() {
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    clock.forward(MINUTE.multipliedBy(2));
    assertThat(store.renew(lease, MINUTE).orElseThrow().token()).isEqualTo(1);
  }

  @Test
  void renew_ofLostLease_isEmpty() {
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    clock.forward(MINUTE);
    store.acquire("l", "bob", MINUTE);
    assertThat(store.renew(lease, MINUTE)).isEmpty();
    assertThat(store.lease("l").orElseThrow().owner()).isEqualTo("bob");
    assertThat(store.renew(new Lease("never", "alice", 1, clock.instant()), MINUTE)).isEmpty();
  }

  @Test
  void release_byTheHolder_freesItAndTheTokenGrowsOn() {
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    store.release(lease);
    assertThat(store.lease("l")).isEmpty();
    assertThat(store.renew(lease, MINUTE)).isEmpty();
    assertThat(store.acquire("l", "bob", MINUTE).orElseThrow().token()).isEqualTo(2);
    store.release(lease);
    assertThat(store.lease("l").orElseThrow().owner()).isEqualTo("bob");
  }

  @Test
  void write_thatRequiresAHeldLease_isDone() {
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    store.renew(lease, MINUTE.multipliedBy(3));
    clock.forward(MINUTE.multipliedBy(2));
    store.write(new Batch().require(lease).put("k", "a", 0, "{}"));
    assertThat(store.get("k", "a")).isPresent();
  }

  @Test
  void write_thatRequiresALostLease_isRefusedWhole() {
    Lease lease = store.acquire("l", "alice", MINUTE).orElseThrow();
    assertThatThrownBy(
            () -> store.write(new Batch().require(new Lease("l", "bob", 1, lease.until()))))
        .isInstanceOf(StoreConflict.class);
    assertThatThrownBy(
            () -> store.write(new Batch().require(new Lease("l", "alice", 2, lease.until()))))
        .isInstanceOf(StoreConflict.class);
    assertThatThrownBy(
            () -> store.write(new Batch().require(new Lease("m", "alice", 1, lease.until()))))
        .isInstanceOf(StoreConflict.class);
    clock.forward(MINUTE);
    assertThatThrownBy(() -> store.write(new Batch().put("k", "a", 0, "{}").require(lease)))
        .isInstanceOf(StoreConflict.class)
        .hasMessageStartingWith("the lease l is no longer held by alice with token 1");
    store.acquire("l", "bob", MINUTE);
    assertThatThrownBy(() -> store.write(new Batch().put("k", "a", 0, "{}").require(lease)))
        .isInstanceOf(StoreConflict.class);
    assertThat(store.get("k", "a")).isEmpty();
  }

  // ---- blobs

  @Test
  void putBlob_twice_keepsItOnceUnderItsDigest() {
    byte[] content = "abc".getBytes(StandardCharsets.UTF_8);
    String digest = store.putBlob(content);
    assertThat(digest)
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(store.putBlob(content)).isEqualTo(digest);
    assertThat(store.blob(digest).orElseThrow()).isEqualTo(content);
    assertThat(store.deleteBlob(digest)).isTrue();
    assertThat(store.deleteBlob(digest)).isFalse();
    assertThat(store.blob(digest)).isEmpty();
  }

  @Test
  void blob_ofSizesAtTheLimits_comesBackAsItWas() {
    for (int size : new int[] {0, 1, 1 << 20, Limits.BLOB_BYTES}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      String digest = store.putBlob(content);
      assertThat(java.util.Arrays.equals(store.blob(digest).orElseThrow(), content)).isTrue();
    }
    assertThatThrownBy(() -> store.putBlob(new byte[Limits.BLOB_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void blob_changedByTheCallerAfterwards_staysAsItWas() {
    byte[] content = {1, 2, 3};
    String digest = store.putBlob(content);
    content[0] = 9;
    store.blob(digest).orElseThrow()[1] = 9;
    assertThat(store.blob(digest).orElseThrow()).containsExactly(1, 2, 3);
  }

  // ---- life

  @Test
  void use_afterClose_saysSo() {
    store.write(new Batch().put("k", "a", 0, "{}"));
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get("k", "a"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageEndingWith("is closed");
    assertThatThrownBy(() -> store.write(new Batch().put("k", "a", Batch.ANY, "{}")))
        .isInstanceOf(StoreFailed.class)
        .hasMessageEndingWith("is closed");
  }

  @Test
  void write_byAnInterruptedThread_isDoneAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      store.write(new Batch().put("k", "a", 0, "{}"));
      assertThat(store.get("k", "a")).isPresent();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
