package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Many threads on one store. */
interface ConcurrencyContract extends StoreFixture {
  int THREADS = 8;

  @Test
  default void put_byManyThreadsWithCompareAndSet_losesNothing() throws Exception {
    store().write(new Batch().put("k", "counter", 0, "0"));
    together(
        thread ->
            () -> {
              for (int i = 0; i < 25; i++) {
                Counters.increment(store(), "k", "counter");
              }
              return true;
            });
    StoredRecord counter = store().get("k", "counter").orElseThrow();
    assertThat(counter.json()).isEqualTo("" + THREADS * 25);
    assertThat(counter.revision()).isEqualTo(THREADS * 25 + 1);
  }

  @Test
  default void append_byManyThreadsToOneStream_leavesNoHole() throws Exception {
    together(
        thread ->
            () -> {
              for (int i = 0; i < 25; i++) {
                store().write(new Batch().append("s/1", "t" + thread, "" + i));
              }
              return true;
            });
    List<StoredEvent> events = store().events("s/1", 0, 1000);
    assertThat(events).hasSize(THREADS * 25);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).sequence()).isEqualTo(i + 1);
    }
    for (int thread = 0; thread < THREADS; thread++) {
      String type = "t" + thread;
      assertThat(events.stream().filter(event -> event.type().equals(type)))
          .extracting(event -> Integer.parseInt(event.json()))
          .hasSize(25)
          .isSorted();
    }
  }

  @Test
  default void write_thatConflictsAmongOthers_failsAlone() throws Exception {
    List<Integer> refused =
        together(
            thread ->
                () -> {
                  int conflicts = 0;
                  for (int i = 0; i < 25; i++) {
                    Batch batch = new Batch().put("k", thread + "-" + i, 0, "{}");
                    if (thread % 2 == 0) {
                      batch.put("k", "missing", 9, "{}");
                    }
                    try {
                      store().write(batch);
                    } catch (StoreConflict e) {
                      conflicts++;
                    }
                  }
                  return conflicts;
                });
    assertThat(refused).containsExactly(25, 0, 25, 0, 25, 0, 25, 0);
    assertThat(store().list("k"))
        .hasSize(THREADS / 2 * 25)
        .allMatch(written -> (written.id().charAt(0) - '0') % 2 == 1);
  }

  @Test
  default void acquire_byManyThreads_givesEachTokenOnce() throws Exception {
    List<List<Long>> tokens =
        together(
            thread ->
                () -> {
                  List<Long> mine = new ArrayList<>();
                  while (mine.size() < 5) {
                    store()
                        .acquire("l", "owner" + thread, MINUTE)
                        .ifPresent(
                            lease -> {
                              store()
                                  .write(new Batch().require(lease).append("s/held", "held", "{}"));
                              mine.add(lease.token());
                              store().release(lease);
                            });
                  }
                  return mine;
                });
    assertThat(tokens.stream().flatMap(List::stream)).hasSize(THREADS * 5).doesNotHaveDuplicates();
    assertThat(store().events("s/held", 0, 1000)).hasSize(THREADS * 5);
  }

  @Test
  default void get_whileOthersWrite_neverSeesHalfABatch() throws Exception {
    store().write(new Batch().put("k", "a", 0, "0").put("k", "b", 0, "0"));
    together(
        thread ->
            () -> {
              for (int i = 0; i < 25; i++) {
                if (thread == 0) {
                  String json = "" + i;
                  store()
                      .write(
                          new Batch()
                              .put("k", "a", Batch.ANY, json)
                              .put("k", "b", Batch.ANY, json));
                } else {
                  assertThat(store().list("k").stream().map(StoredRecord::json).distinct())
                      .hasSize(1);
                }
              }
              return true;
            });
  }

  private static <T> List<T> together(IntFunction<Callable<T>> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Callable<T> mine = task.apply(i);
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return mine.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
