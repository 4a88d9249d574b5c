package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies steps: write-ahead intent, lock check before a change, behaviour, result. */
final class Forward implements Drive.Work {
  /** Longer waits are written down; after a shorter one a later process may just ask again. */
  private static final Duration LONG_WAIT = Duration.ofSeconds(2);

  private final Run run;
  private final Patience patience = new Patience();

  Forward(Run run) {
    this.run = run;
  }

  @Override
  public void turn(List<String> ended, Map<String, StepResult> results, List<String> beginning) {
    Journal.Entries entries = run.journal().entries();
    // That a step is done can wait: a later process that does not know it does the step again.
    boolean now = false;
    for (Map.Entry<String, StepResult> result : results.entrySet()) {
      now |= write(entries, run.state(result.getKey()), result.getValue());
    }
    for (String id : beginning) {
      StepState state = run.state(id);
      // A step that comes back from a wait has its intent in the journal.
      if (state.mark == StepState.Mark.NEW) {
        entries.add("intent", state.step, null);
        now |= !run.core().kinds().step(state.step.kind()).onlyLooks();
      }
    }
    if (now) {
      entries.write();
    } else {
      entries.writeLater();
    }
    results.forEach((id, result) -> accept(run.state(id), result));
    beginning.forEach(id -> begin(run.state(id)));
  }

  /** Answers whether it has to be on the disk before anything else happens. */
  private boolean write(Journal.Entries entries, StepState state, StepResult result) {
    Data entry = Data.of("step", state.step.id());
    if (result instanceof StepResult.Done done) {
      entries.add("done", state.step, done.result());
      return false;
    } else if (result instanceof StepResult.Pause pause) {
      entries.add(
          "paused", entry.with("decision", pause.decision()).with("question", pause.question()));
      return true;
    } else if (result instanceof StepResult.Wait wait
        && !wait.until().equals(state.notBefore)
        && wait.until().isAfter(run.core().clock().instant().plus(LONG_WAIT))) {
      entries.add("wait", entry.with("until", wait.until().toString()));
      return true;
    }
    return false;
  }

  private void begin(StepState state) {
    if (state.mark == StepState.Mark.NEW) {
      state.mark = StepState.Mark.INTENT;
    }
    if (!state.shown) {
      state.shown = true;
      run.tell(p -> new OperationEvent.StepStarted(run.id(), p, state.step));
    }
  }

  private void accept(StepState state, StepResult result) {
    if (result instanceof StepResult.Done done) {
      state.result = done.result();
      state.mark = StepState.Mark.DONE;
      state.fraction = 1;
      state.shown = false;
      run.tell(p -> new OperationEvent.StepDone(run.id(), p, state.step));
    } else if (result instanceof StepResult.Wait wait) {
      state.waitUntil(wait.until(), run.core().clock().instant());
      run.tell(
          p ->
              new OperationEvent.StepWaiting(run.id(), p, state.step, wait.until(), wait.reason()));
    } else if (result instanceof StepResult.Pause pause) {
      run.paused(state, pause.decision());
      run.tell(
          p ->
              new OperationEvent.Paused(
                  run.id(), p, state.step, pause.decision(), pause.question()));
    }
  }

  @Override
  public StepResult work(String id) {
    StepState state = run.state(id);
    if (state.step.phase() == Step.Phase.APPLY) {
      return apply(state);
    }
    try {
      return apply(state);
    } catch (DockerAdvancedException e) {
      // It can no more be undone, so it has to be done.
      if (run.steering().stopping()) {
        throw e;
      }
      Duration pause = patience.after(id, e);
      return StepResult.waitUntil(run.core().clock().instant().plus(pause), run.reason(e));
    }
  }

  private StepResult apply(StepState state) {
    StepKind kind = run.core().kinds().step(state.step.kind());
    if (!kind.onlyLooks()) {
      run.checkLock();
    }
    Context context = new Context(run, state);
    context.checkCancelled();
    if (!state.isDue(run.core().clock().instant())) {
      // It asked for this in a process that is gone, or its timer was early.
      return StepResult.waitUntil(state.notBefore, "it is not yet time");
    }
    try {
      return kind.apply(context.upgraded(kind));
    } finally {
      state.repeated = true;
    }
  }

  @Override
  public boolean failed(String id, Throwable problem) {
    StepState state = run.state(id);
    String place = place(state.step, problem).map(where -> where + ": ").orElse("");
    String reason = place + run.reason(problem);
    run.steering().failed(problem, reason);
    state.shown = false;
    run.tell(p -> new OperationEvent.StepFailed(run.id(), p, state.step, reason));
    return false;
  }

  /**
   * Where the user's file asks for it. An engine that is away is nobody's line, and the problem may
   * know a closer place than its step.
   */
  private static Optional<String> place(Step step, Throwable problem) {
    boolean away = problem instanceof UnreachableHost || problem instanceof TimedOut;
    return away || problem instanceof InvalidSpec
        ? Optional.empty()
        : step.parameters().find(Step.WHERE).filter(where -> !where.isEmpty());
  }
}
