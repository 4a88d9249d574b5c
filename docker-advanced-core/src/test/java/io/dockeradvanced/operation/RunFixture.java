package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.store.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** A world, a process in it, and what the tests of runs have in common. */
abstract class RunFixture {
  final FakeWorld world = new FakeWorld();
  final FakeProcess process = new FakeProcess(world);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(process));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** A process of its own with the same store. */
  FakeProcess another() {
    return another(world.store);
  }

  FakeProcess another(StateStore store) {
    FakeProcess other = new FakeProcess(world, new DyingStore(store));
    open.add(other);
    return other;
  }

  /** As {@link #another()}; when it is closed, it leaves at once what still runs. */
  FakeProcess impatient() {
    FakeProcess other = new FakeProcess(world, new DyingStore(world.store), Duration.ZERO);
    open.add(other);
    return other;
  }

  Operation<String> start(Step.Builder... steps) {
    return process.operations().start(FakePlan.of(process, steps));
  }

  static OperationFailed failure(Operation<?> operation) {
    return catchThrowableOfType(OperationFailed.class, operation::await);
  }

  OperationInfo info(Operation<?> operation) {
    return process.operations().find(operation.id()).orElseThrow();
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
