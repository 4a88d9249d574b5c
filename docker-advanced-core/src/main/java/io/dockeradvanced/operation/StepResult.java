package io.dockeradvanced.operation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** How a step answers. */
public sealed interface StepResult {
  /**
   * The step is done.
   *
   * @param result what later steps may need, such as the id of what was made; not secret
   */
  record Done(Data result) implements StepResult {}

  /** The step wants to be asked again at {@code until}, or a little later; holds no thread. */
  record Wait(Instant until, String reason) implements StepResult {
    public Wait {
      requireNonNull(until, "until is null");
    }
  }

  /**
   * Somebody has to decide; the operation stands until {@link Operations#decide}.
   *
   * @param decision the name of the decision, such as {@code promote}
   * @param question what is asked, in words
   */
  record Pause(String decision, String question) implements StepResult {}

  static StepResult done() {
    return new Done(Data.empty());
  }

  static StepResult done(Data result) {
    return new Done(result);
  }

  static StepResult waitUntil(Instant until, String reason) {
    return new Wait(until, reason);
  }

  static StepResult pause(String decision, String question) {
    return new Pause(decision, question);
  }
}
