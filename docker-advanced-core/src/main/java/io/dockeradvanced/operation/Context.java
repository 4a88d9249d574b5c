package io.dockeradvanced.operation;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.host.DockerHost;
import java.time.Clock;
import java.util.Optional;

/** What a step of a run sees. */
final class Context implements StepContext {
  private final Run run;
  private final StepState state;
  private final Step step;

  Context(Run run, StepState state) {
    this(run, state, state.step);
  }

  private Context(Run run, StepState state, Step step) {
    this.run = run;
    this.state = state;
    this.step = step;
  }

  /** This with the step in the version that the behaviour knows. */
  Context upgraded(StepKind kind) {
    return step.version() == kind.version() ? this : new Context(run, state, kind.upgrade(step));
  }

  @Override
  public Step step() {
    return step;
  }

  @Override
  public DockerHost host() {
    return run.host();
  }

  @Override
  public Clock clock() {
    return run.core().clock();
  }

  @Override
  public String operation() {
    return run.id();
  }

  @Override
  public Optional<Data> result(String stepId) {
    StepState other = run.states().get(stepId);
    return other == null ? Optional.empty() : Optional.ofNullable(other.result);
  }

  @Override
  public Data memory() {
    return state.memory;
  }

  @Override
  public void remember(Data memory) {
    run.journal().entries().add("memory", state.step, memory).write();
    state.memory = memory;
  }

  @Override
  public Optional<String> answer(String decision) {
    return state.answerTo(decision);
  }

  @Override
  public boolean repeated() {
    return state.repeated;
  }

  @Override
  public void progress(double fraction, String message) {
    // Not a number counts as nothing done.
    double share = fraction > 0 ? Math.min(1, fraction) : 0;
    if (!run.steering().undoing()) {
      state.fraction = Math.max(state.fraction, share);
    }
    run.tell(p -> new OperationEvent.StepProgress(run.id(), p, state.step, share, message));
  }

  @Override
  public void warn(String message) {
    run.tell(p -> new OperationEvent.Warned(run.id(), p, message));
  }

  @Override
  public void checkCancelled() {
    if (run.steering().stopping()) {
      throw new Cancelled("operation " + run.id() + " is to stop", null);
    }
  }
}
