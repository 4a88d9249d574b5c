package io.dockeradvanced.store;

final class MemoryStoreTest extends StateStoreContract {
  @Override
  StateStore open(TestClock clock) {
    return StateStore.memory(clock);
  }
}
