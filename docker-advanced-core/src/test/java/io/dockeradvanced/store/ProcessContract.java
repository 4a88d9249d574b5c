package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many processes on one store, some of them killed. */
interface ProcessContract {
  /** Where a child finds the store; no secrets, the arguments of a process can be seen. */
  String childUrl();

  Map<String, String> childEnvironment();

  StateStore openStore();

  @Test
  default void count_byManyProcessesFromAnEmptyStore_losesNothing() throws Exception {
    try (StateStore store = openStore()) {
      store.write(new Batch().put("k", "counter", 0, "0"));
      List<Process> children = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        children.add(StoreChild.start(childEnvironment(), "count", childUrl(), "60"));
      }
      for (int i = 0; i < 60; i++) {
        Counters.increment(store, "k", "counter");
      }
      for (Process child : children) {
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
      }
      assertThat(store.get("k", "counter").orElseThrow().json()).isEqualTo("240");
    }
  }

  @Test
  default void kill_atAnyMoment_losesNothingThatWasAcknowledged() throws Exception {
    int[] acknowledged = new int[StoreChild.WRITERS];
    Random random = new Random(1);
    for (int round = 0; round < 8; round++) {
      Process child = StoreChild.start(childEnvironment(), "write", childUrl());
      try (BufferedReader out = child.inputReader()) {
        StoreChild.collect(out, random.nextInt(300), acknowledged);
        child.toHandle().destroyForcibly(); // unlike that of Process, leaves its output open
        StoreChild.collect(out, Integer.MAX_VALUE, acknowledged);
      }
      assertThat(child.waitFor()).isEqualTo(128 + 9);
      try (StateStore store = openStore()) {
        for (int i = 0; i < StoreChild.WRITERS; i++) {
          // One more may be there: written, but killed before it was said.
          int found = wholeBatches(store, "w" + i);
          assertThat(found).isBetween(acknowledged[i], acknowledged[i] + 1);
          // In the next round there may be one more, although it says nothing.
          acknowledged[i] = found;
        }
      }
    }
  }

  /** The number of batches of a writer, having checked that every part of each is there. */
  static int wholeBatches(StateStore store, String writer) {
    int number = StoreChild.next(store, writer) - 1;
    List<StoredEvent> events = store.events("log/" + writer, 0, Integer.MAX_VALUE);
    assertThat(events).hasSize(number);
    for (int i = 0; i < number; i++) {
      assertThat(events.get(i).sequence()).isEqualTo(i + 1);
      assertThat(events.get(i).json()).isEqualTo("" + (i + 1));
    }
    if (number > 0) {
      assertThat(store.get("last", writer).orElseThrow().json()).isEqualTo("" + number);
    }
    return number;
  }
}
