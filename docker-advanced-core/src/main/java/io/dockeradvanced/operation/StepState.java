package io.dockeradvanced.operation;

import java.time.Duration;
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

  /** As far as {@link System#nanoTime} can be trusted to count. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  final Step step;
  volatile Mark mark = Mark.NEW;
  volatile Data memory = Data.empty();
  volatile @Nullable Data result;
  volatile double fraction;
  volatile @Nullable String pausedFor;

  /** Not to be asked again before; kept for a process that goes on later. */
  volatile Instant notBefore = Instant.MIN;

  /** The same by {@link System#nanoTime}, which nobody can set; absent until it waits here. */
  private volatile @Nullable Long due;

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

  /** It waits; what it waited for before goes on counting from where it began. */
  void waitUntil(Instant until, Instant now) {
    if (due == null || !until.equals(notBefore)) {
      Duration wait = Duration.between(now, until);
      due = System.nanoTime() + (wait.compareTo(LONGEST) < 0 ? wait : LONGEST).toNanos();
    }
    notBefore = until;
  }

  /**
   * Whether it may be asked again. A clock that was set back does not make a wait longer that has
   * begun in this process.
   */
  boolean isDue(Instant now) {
    Long end = due;
    return !now.isBefore(notBefore) || (end != null && System.nanoTime() - end >= 0);
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
