package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Undoes steps, last first; goes on past what cannot be undone, so that as much as possible is. */
final class Backward implements Drive.Work {
  private final Run run;
  private final int tries;
  private final Map<String, Integer> tried = new HashMap<>();

  /** What could not be undone, by the reason: one sentence says it of all. */
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  Backward(Run run, int tries) {
    this.run = run;
    this.tries = tries;
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
      int count;
      synchronized (tried) {
        count = tried.merge(id, 1, Integer::sum);
      }
      if (!e.retryable() || count >= tries || run.steering().stopping()) {
        throw e;
      }
      // The engine may be restarting: 0.25 s, 0.5 s, … 4 s.
      Duration pause = Duration.ofMillis(250L << Math.min(count - 1, 4));
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
