package io.dockeradvanced.store;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Many threads, of which some share a store and others have one of their own, as applications do.
 */
abstract class ManyStores implements ConcurrencyContract {
  private static final int STORES = 4;

  private final TestClock clock = new TestClock();
  private final List<StateStore> stores = new ArrayList<>();

  /** A place for the stores of one test. */
  abstract String url();

  @BeforeEach
  void open() {
    String url = url();
    for (int i = 0; i < STORES; i++) {
      stores.add(StateStore.jdbc(url, clock));
    }
  }

  @AfterEach
  void close() {
    stores.forEach(StateStore::close);
  }

  @Override
  public StateStore store() {
    return stores.get((int) (Thread.currentThread().getId() % STORES));
  }

  @Override
  public TestClock clock() {
    return clock;
  }
}
