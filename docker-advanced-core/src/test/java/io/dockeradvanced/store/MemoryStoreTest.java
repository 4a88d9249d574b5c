package io.dockeradvanced.store;

final class MemoryStoreTest extends StateStoreContract {
  @Override
  StateStore open() {
    return StateStore.memory(clock);
  }
}
