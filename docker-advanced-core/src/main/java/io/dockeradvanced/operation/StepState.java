package io.dockeradvanced.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the journal knows of one step. Guarded by the run's lock where it is shared. */
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
  final Map<String, String> answers = new LinkedHashMap<>();

  StepState(Step step) {
    this.step = step;
  }

  boolean touched() {
    return mark == Mark.INTENT || mark == Mark.DONE;
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
