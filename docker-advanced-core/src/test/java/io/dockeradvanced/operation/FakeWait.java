package io.dockeradvanced.operation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Stands still until the test lets it go; changes nothing. For hosts of any sort. */
public final class FakeWait implements StepKind {
  static final String KIND = "fake.wait";

  private record Gate(CountDownLatch begun, CountDownLatch end) {}

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  static void here(String gate) {
    GATES.put(gate, new Gate(new CountDownLatch(1), new CountDownLatch(1)));
  }

  static void awaitBegun(String gate) {
    await(GATES.get(gate).begun());
  }

  static void end(String gate) {
    GATES.get(gate).end().countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new io.dockeradvanced.Cancelled("interrupted", e);
    }
  }

  static Step.Builder step(String gate, String id) {
    return Step.of(id, KIND, 1).target("gate " + gate).parameters(Data.of("gate", gate));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public StepResult apply(StepContext context) {
    Gate gate = GATES.get(context.step().parameters().text("gate"));
    gate.begun().countDown();
    await(gate.end());
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {}
}
