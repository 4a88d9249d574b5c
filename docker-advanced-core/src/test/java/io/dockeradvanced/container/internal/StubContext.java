package io.dockeradvanced.container.internal;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** What the runner gives to a step, without the runner. One for all steps of a test. */
final class StubContext {
  private final DockerHost host;
  private final String operation;
  private final Map<String, Data> results = new HashMap<>();
  private final Map<String, Data> memories = new HashMap<>();
  final List<String> warnings = new CopyOnWriteArrayList<>();

  /** Whether a sibling has failed. */
  volatile boolean stopping;

  StubContext(DockerHost host, String operation) {
    this.host = host;
    this.operation = operation;
  }

  /** Applies a step until it is done; {@code again} as after a crash before its result was kept. */
  Data apply(StepKind kind, Step step, boolean again) {
    boolean repeated = again;
    while (true) {
      StepResult result = kind.apply(context(step, repeated));
      if (result instanceof StepResult.Done done) {
        return done.result();
      }
      StepResult.Wait wait = (StepResult.Wait) result;
      LockSupport.parkNanos(
          Math.max(1, Duration.between(Clock.systemUTC().instant(), wait.until()).toNanos()));
      repeated = true;
    }
  }

  /** Applies a step and keeps its result, as the journal does. */
  Data done(StepKind kind, Step step) {
    Data result = apply(kind, step, false);
    results.put(step.id(), result);
    return result;
  }

  void undo(StepKind kind, Step step) {
    kind.undo(context(step, true));
  }

  private StepContext context(Step step, boolean repeated) {
    return new StepContext() {
      @Override
      public Step step() {
        return step;
      }

      @Override
      public DockerHost host() {
        return host;
      }

      @Override
      public Clock clock() {
        return Clock.systemUTC();
      }

      @Override
      public String operation() {
        return operation;
      }

      @Override
      public Optional<Data> result(String stepId) {
        return Optional.ofNullable(results.get(stepId));
      }

      @Override
      public Data memory() {
        return memories.getOrDefault(step.id(), Data.empty());
      }

      @Override
      public void remember(Data memory) {
        memories.put(step.id(), memory);
      }

      @Override
      public boolean repeated() {
        return repeated;
      }

      @Override
      public Optional<String> answer(String decision) {
        return Optional.empty();
      }

      @Override
      public void progress(double fraction, String message) {}

      @Override
      public void warn(String message) {
        warnings.add(message);
      }

      @Override
      public void checkCancelled() {
        if (stopping) {
          throw new Cancelled("the operation is to stop", null);
        }
      }
    };
  }
}
