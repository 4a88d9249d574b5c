package io.dockeradvanced.operation;

import io.dockeradvanced.Handle;
import java.time.Duration;
import java.util.function.Consumer;

/** The operation of an empty plan: done as soon as it begins, and in no journal. */
record NothingToDo(PlanData plan, Object result) implements Operation<Object> {
  @Override
  public String id() {
    return plan.id();
  }

  @Override
  public Outcome outcome() {
    return Outcome.DONE;
  }

  @Override
  public double progress() {
    return 1;
  }

  @Override
  public Handle listen(Consumer<OperationEvent> listener) {
    return () -> {};
  }

  @Override
  public void cancel() {}

  @Override
  public Object await() {
    return result;
  }

  @Override
  public Object await(Duration limit) {
    return result;
  }
}
