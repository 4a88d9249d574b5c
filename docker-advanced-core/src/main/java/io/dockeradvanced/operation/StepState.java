package io.dockeradvanced.operation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of one step. Written by the deciding thread and by the thread that does
 * the step, never at the same time; read by any.
 */
final class StepState {
  enum Mark {
    /** Never begun: nothing to undo. */
    NEW,
    /** Begun; it may have changed something. */
    INTENT,
    DONE,
    UNDONE
  }

  final Step step;
  volatile Mark mark = Mark.NEW;
  volatile Data memory = Data.empty();
  volatile @Nullable Data result;
  volatile double fraction;
  volatile @Nullable String pausedFor;

  /** Not to be asked again before; kept for a process that goes on later. */
  volatile Instant notBefore = Instant.MIN;

  /** Whether it may have run before what runs now, here or in another process. */
  volatile boolean repeated;

  /** Whether listeners of this process were told that it began, and not yet how it ended. */
  volatile boolean shown;

  final Map<String, String> answers = new LinkedHashMap<>();

  StepState(Step step) {
    this.step = step;
  }

  boolean touched() {
    return mark == Mark.INTENT || mark == Mark.DONE;
  }

  /** A former answer to the same question does not count any more. */
  synchronized void pause(String decision) {
    answers.remove(decision);
    pausedFor = decision;
  }

  synchronized void answer(String decision, String answer) {
    answers.put(decision, answer);
    if (decision.equals(pausedFor)) {
      pausedFor = null;
    }
  }

  synchronized Optional<String> answerTo(String decision) {
    return Optional.ofNullable(answers.get(decision));
  }
}
