package io.dockeradvanced.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every store promises. A store passes when a subclass that opens it passes. */
abstract class StateStoreContract
    implements RecordContract,
        EventContract,
        LeaseContract,
        BlobContract,
        SeriesContract,
        ConcurrencyContract {
  private final TestClock clock = new TestClock();
  private StateStore store;

  /** Opens an empty store on this clock. */
  abstract StateStore open(TestClock clock);

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  public StateStore store() {
    return store;
  }

  @Override
  public TestClock clock() {
    return clock;
  }
}
