package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.store.StoreConflict;
import java.util.Optional;

/** The answer of somebody to the question of a paused step. */
record Decision(
    OperationsCore core,
    DockerHost host,
    OperationInfo info,
    String decision,
    String answer,
    Actor actor) {

  /** Writes the answer down and lets the operation go on. */
  Operation<?> take() {
    if (info.outcome().isEnd()) {
      throw new IllegalStateException(
          "%s: operation %s has ended: %s".formatted(host.name(), info.id(), info.outcome()));
    }
    Optional<Run> here = core.running(info.id());
    if (here.isPresent()) {
      // Other steps of it may still be under way.
      Run run = here.get();
      if (tell(run)) {
        return run;
      }
      run.ended().join();
    }
    return core.resume(host, info, this::write)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    ("%s: operation %s still runs in another process; decide when it has paused, or"
                            + " when the lease of that process has ended")
                        .formatted(host.name(), info.id())));
  }

  private boolean tell(Run run) {
    StepState waiting = waiting(run.story());
    try {
      run.journal().entries().add("answer", entry(waiting)).write();
    } catch (StoreConflict e) {
      return false; // it ended at this very moment
    }
    return run.answer(waiting, decision, answer);
  }

  private void write(Journal.Story story, Journal journal) {
    boolean known =
        story.steps.values().stream()
            .anyMatch(state -> state.answerTo(decision).filter(answer::equals).isPresent());
    if (known) {
      return; // this very answer came too late for the run before
    }
    StepState waiting = waiting(story);
    journal.entries().add("answer", entry(waiting)).write();
    waiting.answer(decision, answer);
  }

  private Data entry(StepState waiting) {
    return Data.of("step", waiting.step.id())
        .with("decision", decision)
        .with("answer", answer)
        .with("actor", actor.name());
  }

  private StepState waiting(Journal.Story story) {
    return story.steps.values().stream()
        .filter(state -> decision.equals(state.pausedFor))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s: operation %s does not wait for the decision '%s'"
                        .formatted(host.name(), info.id(), decision)));
  }
}
