package io.dockeradvanced.operation;

import java.util.List;
import java.util.Map;

/** Applies steps: write-ahead intent, lock check, behaviour, result. */
final class Forward implements Drive.Work {
  private final Run run;

  Forward(Run run) {
    this.run = run;
  }

  @Override
  public void turn(List<String> ended, Map<String, StepResult> results, List<String> beginning) {
    Journal.Entries entries = run.journal().entries();
    for (Map.Entry<String, StepResult> answer : results.entrySet()) {
      StepState state = run.state(answer.getKey());
      if (answer.getValue() instanceof StepResult.Done done) {
        entries.add("done", state.step, done.result());
      } else if (answer.getValue() instanceof StepResult.Pause pause) {
        entries.add(
            "paused",
            Data.of("step", state.step.id())
                .with("decision", pause.decision())
                .with("question", pause.question()));
      }
    }
    for (String id : beginning) {
      StepState state = run.state(id);
      // A step that comes back from a wait has its intent in the journal.
      if (state.mark != StepState.Mark.INTENT) {
        entries.add("intent", state.step, null);
      }
    }
    entries.write();
    results.forEach(this::accept);
    for (String id : beginning) {
      StepState state = run.state(id);
      if (state.mark != StepState.Mark.INTENT) {
        state.mark = StepState.Mark.INTENT;
        run.tell(new OperationEvent.StepStarted(run.id(), run.progress(), state.step));
      }
    }
  }

  private void accept(String id, StepResult result) {
    StepState state = run.state(id);
    if (result instanceof StepResult.Done done) {
      state.result = done.result();
      state.mark = StepState.Mark.DONE;
      state.fraction = 1;
      run.tell(new OperationEvent.StepDone(run.id(), run.progress(), state.step));
    } else if (result instanceof StepResult.Wait wait) {
      run.tell(
          new OperationEvent.StepWaiting(
              run.id(), run.progress(), state.step, wait.until(), wait.reason()));
    } else if (result instanceof StepResult.Pause pause) {
      state.pausedFor = pause.decision();
      run.tell(
          new OperationEvent.Paused(
              run.id(), run.progress(), state.step, pause.decision(), pause.question()));
    }
  }

  @Override
  public StepResult work(String id) {
    StepState state = run.state(id);
    run.checkLock();
    Context context = new Context(run, state);
    context.checkCancelled();
    Step step = state.step;
    StepKind kind = run.core().stepKind(step.kind());
    return kind.apply(context.upgraded(kind));
  }

  @Override
  public boolean failed(String id, Throwable problem) {
    run.failedWith(problem);
    run.tell(
        new OperationEvent.StepFailed(
            run.id(), run.progress(), run.state(id).step, Run.reason(problem)));
    return false;
  }
}
