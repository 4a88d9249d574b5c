package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writers who number what they write. Whatever is lost leaves a hole; whatever happens twice meets
 * a revision that it does not expect, or is counted twice.
 */
final class Accounts implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<Integer>> writers = new ArrayList<>();
  private final AtomicInteger written = new AtomicInteger();
  private volatile boolean stopped;

  /** Adds a writer; every one of its writes has to succeed. */
  void add(StateStore store) {
    String name = "w" + writers.size();
    writers.add(
        threads.submit(
            () -> {
              int number = 0;
              while (!stopped) {
                number++;
                StoreChild.write(store, name, number);
                assertThat(store.get("last", name).orElseThrow().json()).isEqualTo("" + number);
                written.incrementAndGet();
              }
              return number;
            }));
  }

  int written() {
    return written.get();
  }

  /** Ends the writers and compares what they say with what is there. */
  int settle(StateStore store) throws Exception {
    stopped = true;
    int all = 0;
    for (int i = 0; i < writers.size(); i++) {
      int said = writers.get(i).get(2, TimeUnit.MINUTES);
      assertThat(ProcessContract.wholeBatches(store, "w" + i)).isEqualTo(said);
      all += said;
    }
    return all;
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
  }
}
