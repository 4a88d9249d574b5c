package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.store.StoreConflict;

/** The answer of somebody to the question of a paused step. */
final class Decision extends Intervention {
  private final String decision;
  private final String answer;

  Decision(
      OperationsCore core,
      DockerHost host,
      String id,
      String decision,
      String answer,
      Actor actor) {
    super(core, host, id, actor);
    this.decision = decision;
    this.answer = answer;
  }

  /** Other steps of it may still be under way. */
  @Override
  boolean tell(Run run) {
    StepState waiting = waiting(run.story());
    try {
      run.journal().entries().add("answer", entry(waiting)).write();
    } catch (StoreConflict e) {
      return false; // it ended at this very moment
    }
    return run.answer(waiting, decision, answer);
  }

  @Override
  void write(Journal.Story story, Journal journal) {
    boolean known =
        story.undoing == null
            && story.steps.values().stream()
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
        .with("actor", actor().name());
  }

  private StepState waiting(Journal.Story story) {
    UndoCause undoing = story.undoing;
    if (undoing != null) {
      throw refused("takes no more decisions: it %s, and is undone".formatted(undoing.words()));
    }
    return story.steps.values().stream()
        .filter(state -> decision.equals(state.pausedFor))
        .findFirst()
        .orElseThrow(() -> refused("does not wait for the decision '%s'".formatted(decision)));
  }

  @Override
  String otherwise() {
    return "decide when it has paused, or when the lease of that process has ended";
  }
}
