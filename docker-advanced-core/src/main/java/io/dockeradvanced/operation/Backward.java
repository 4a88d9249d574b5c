package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Undoes steps, last first; goes on past what cannot be undone, so that as much as possible is. */
final class Backward implements Drive.Work {
  private final Run run;
  private final Patience patience = new Patience();

  /** What could not be undone, by the reason: one sentence says it of all. */
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  Backward(Run run) {
    this.run = run;
  }

  /** What could not be undone, in words. */
  List<String> problems() {
    return problems.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .toList();
  }

  @Override
  public void turn(List<String> ended, Map<String, StepResult> results, List<String> beginning) {
    Journal.Entries entries = run.journal().entries();
    for (String id : ended) {
      entries.add("undone", run.state(id).step, null);
    }
    for (String id : beginning) {
      entries.add("undo-intent", run.state(id).step, null);
    }
    entries.write();
    for (String id : ended) {
      StepState state = run.state(id);
      state.mark = StepState.Mark.UNDONE;
      run.tell(p -> new OperationEvent.StepUndone(run.id(), p, state.step));
    }
  }

  @Override
  public StepResult work(String id) {
    StepState state = run.state(id);
    try {
      run.checkLock();
      Context context = new Context(run, state);
      StepKind kind = run.core().kinds().step(state.step.kind());
      kind.undo(context.upgraded(kind));
      return StepResult.done();
    } catch (DockerAdvancedException e) {
      if (run.steering().stopping()) {
        throw e;
      }
      Duration pause = patience.after(id, e);
      return StepResult.waitUntil(run.core().clock().instant().plus(pause), run.reason(e));
    }
  }

  @Override
  public boolean failed(String id, Throwable problem) {
    if (problem instanceof EngineLock.Lost lost) {
      run.steering().halt(lost);
      return false;
    }
    if (problem instanceof UnreachableHost gone) {
      // The other steps would only wait for the same engine, one after the other.
      run.steering().halt(gone);
      return false;
    }
    Step step = run.state(id).step;
    problems.computeIfAbsent(run.reason(problem), k -> new ArrayList<>()).add(step.target());
    run.tell(p -> new OperationEvent.UndoFailed(run.id(), p, step, run.reason(problem)));
    return true;
  }
}
