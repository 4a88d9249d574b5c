package io.dockeradvanced.operation;

import io.dockeradvanced.StalePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of a run: takes the lock, checks the plan, drives the steps forward, commits, tidies
 * up - or undoes what was done. On one thread.
 */
final class Course {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Run run;
  private final Steering steering;
  private final PlanData plan;
  private final Journal journal;
  private final Journal.Story story;

  Course(Run run) {
    this.run = run;
    this.steering = run.steering();
    this.plan = run.plan();
    this.journal = run.journal();
    this.story = run.story();
  }

  Ending run() {
    try {
      run.hold().keep(steering::halt);
      run.hold().lock(run.host(), plan.scope(), run.holder());
      if (run.resumed()) {
        Outcome now = story.undoing == null ? Outcome.RUNNING : Outcome.UNDOING;
        journal.outcome(now, "", "resumed");
      } else {
        checkFresh();
      }
      run.tell(
          p ->
              new OperationEvent.Started(
                  run.id(), p, plan.title(), plan.steps().size(), run.resumed()));
      return live();
    } catch (RuntimeException e) {
      return untouched() ? nothingDone(e) : interrupted(e);
    }
  }

  private boolean untouched() {
    return !story.committed
        && story.undoing == null
        && steering.halted() == null
        && story.steps.values().stream().noneMatch(StepState::touched);
  }

  private void checkFresh() {
    String now = run.core().kinds().plan(plan.kind()).fingerprint(plan, run.host());
    if (!now.equals(plan.fingerprint())) {
      throw new StalePlan(
          "%s: what '%s' was planned for has changed since; make a new plan"
              .formatted(run.host().name(), plan.title()));
    }
  }

  private Ending live() {
    if (story.undoing != null) {
      return undo(story.undoing);
    }
    if (!story.committed) {
      Ending early = apply();
      if (early != null) {
        return early;
      }
    }
    Drive.End how = forward(Step.Phase.FINISH);
    return switch (how) {
      case ALL_DONE -> done();
      case PAUSED -> paused();
      case STOPPED, FAILED -> interrupted(why());
    };
  }

  /** Everything that can be undone, and the commit; answers the end if this was it. */
  private @Nullable Ending apply() {
    Drive.End how = steering.cancelled() ? Drive.End.STOPPED : forward(Step.Phase.APPLY);
    if (steering.halted() != null || (steering.suspended() && how != Drive.End.ALL_DONE)) {
      return interrupted(why());
    }
    switch (how) {
      case PAUSED -> {
        return steering.beginPause() ? paused() : undo(steering.cancelCause());
      }
      case FAILED -> {
        return undo(UndoCause.failed(steering.firstReason()));
      }
      case STOPPED -> {
        return undo(steering.cancelCause());
      }
      case ALL_DONE -> {
        if (!steering.beginCommit()) {
          return undo(steering.cancelCause());
        }
        journal.outcome(Outcome.RUNNING, "", "committed");
        story.committed = true;
        run.tell(p -> new OperationEvent.Committed(run.id(), p));
      }
    }
    return null;
  }

  private Drive.End forward(Step.Phase phase) {
    Drive.End how;
    do {
      List<String> nodes = new ArrayList<>();
      Map<String, List<String>> after = new HashMap<>();
      for (StepState state : story.steps.values()) {
        if (state.mark != StepState.Mark.DONE && state.step.phase() == phase) {
          nodes.add(state.step.id());
          after.put(state.step.id(), List.copyOf(state.step.after()));
        }
      }
      how = drive(new Forward(run), nodes, after);
      // An answer may have come while the last steps ended.
    } while (how == Drive.End.PAUSED && !run.closeDecisions());
    closeShown();
    return how;
  }

  /** Every step that was shown to begin is shown to end. */
  private void closeShown() {
    for (StepState state : story.steps.values()) {
      if (state.shown && state.pausedFor == null) {
        run.tell(
            p ->
                new OperationEvent.StepFailed(
                    run.id(), p, state.step, "stopped before it was done"));
      }
      state.shown = false;
    }
  }

  private Ending undo(UndoCause cause) {
    if (story.undoing == null) {
      journal.undoing(cause);
      story.undoing = cause;
    }
    run.beginUndo();
    run.tell(p -> new OperationEvent.Undoing(run.id(), p, cause.text()));
    List<String> nodes = new ArrayList<>();
    Map<String, List<String>> after = new HashMap<>();
    for (StepState state : story.steps.values()) {
      if (state.touched() && state.step.phase() == Step.Phase.APPLY) {
        nodes.add(0, state.step.id());
        for (String before : state.step.after()) {
          after.computeIfAbsent(before, k -> new ArrayList<>()).add(state.step.id());
        }
      }
    }
    Backward work = new Backward(run);
    Drive.End how = drive(work, nodes, after);
    if (steering.halted() != null || (steering.suspended() && how != Drive.End.ALL_DONE)) {
      return interrupted(why());
    }
    String failed = "'%s' %s".formatted(plan.title(), cause.words());
    if (work.problems().isEmpty() && how == Drive.End.ALL_DONE) {
      return end(Outcome.ROLLED_BACK, failed + "; everything was undone");
    }
    return end(
        Outcome.UNDO_FAILED,
        "%s; not everything could be undone: %s; run recover to try again"
            .formatted(failed, String.join("; ", work.problems())));
  }

  private Drive.End drive(Drive.Work work, List<String> nodes, Map<String, List<String>> after) {
    OperationsCore core = run.core();
    return steering.drive(
        new Drive(core.executor(), core.scheduler(), core.clock(), plan.parallelism(), work),
        nodes,
        after);
  }

  // ---- ends; the lock goes before the last word, so that a crash in between leaves none behind

  private Ending done() {
    Object result = null;
    RuntimeException problem = null;
    try {
      result = run.core().kinds().plan(plan.kind()).result(plan, run.host());
    } catch (RuntimeException e) {
      problem =
          failure(
              Outcome.DONE,
              "'%s' is done, but what it led to could not be read: %s"
                  .formatted(plan.title(), run.reason(e)),
              e);
    }
    run.hold().unlock();
    journal.outcome(Outcome.DONE, "", "end");
    return new Ending(Outcome.DONE, plan.title(), result, problem);
  }

  private Ending nothingDone(RuntimeException problem) {
    Outcome outcome = Outcome.ROLLED_BACK;
    run.hold().unlock();
    try {
      journal.outcome(outcome, "nothing was changed: " + run.reason(problem), "end");
    } catch (RuntimeException e) {
      problem.addSuppressed(e);
      outcome = Outcome.INTERRUPTED;
    }
    return new Ending(outcome, run.reason(problem), null, problem);
  }

  private Ending paused() {
    return end(Outcome.PAUSED, "'%s' waits for a decision: %s".formatted(plan.title(), waiting()));
  }

  private String waiting() {
    return String.join(
        ", ",
        story.steps.values().stream()
            .filter(state -> state.pausedFor != null)
            .map(state -> "'%s' for %s".formatted(state.pausedFor, state.step.target()))
            .toList());
  }

  private Ending end(Outcome how, String message) {
    run.hold().unlock();
    journal.outcome(how, message, "end");
    return failed(how, message, steering.firstFailure());
  }

  /** It stands still; whoever recovers it goes on. */
  Ending interrupted(@Nullable Throwable why) {
    closeShown();
    String message = interruption(why == null ? "" : run.reason(why));
    if (why != null) {
      LOG.warn("{}: operation {}: {}", run.host().name(), run.id(), message);
    }
    if (!(why instanceof EngineLock.Lost)) {
      run.hold().unlock();
    }
    try {
      journal.outcome(Outcome.INTERRUPTED, message, "end");
    } catch (RuntimeException e) {
      // The store is away, or another process has the operation; recover finds it by its events.
      LOG.debug("operation {} could not write that it was interrupted", run.id(), e);
    }
    return failed(Outcome.INTERRUPTED, message, why);
  }

  private String interruption(String reason) {
    String because = reason.isEmpty() ? "" : ": " + reason;
    UndoCause undoing = story.undoing;
    // An engine that went away fails the deploy and the undo with the same words.
    if (undoing == null || undoing.words().contains(reason)) {
      return "'%s' was interrupted%s; recover finishes or undoes it"
          .formatted(plan.title(), because);
    }
    return "'%s' %s, and undoing it was interrupted%s; recover goes on with it"
        .formatted(plan.title(), undoing.words(), because);
  }

  private @Nullable Throwable why() {
    RuntimeException halted = steering.halted();
    if (halted != null) {
      return halted;
    }
    return steering.suspended() ? null : steering.firstFailure();
  }

  private Ending failed(Outcome how, String message, @Nullable Throwable cause) {
    return new Ending(how, message, null, failure(how, message, cause));
  }

  private OperationFailed failure(Outcome how, String message, @Nullable Throwable cause) {
    String host = run.host().name();
    return new OperationFailed(host, run.id(), how, host + ": " + message, cause);
  }
}
