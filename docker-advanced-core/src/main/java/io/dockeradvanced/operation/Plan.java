package io.dockeradvanced.operation;

import java.util.Optional;

/**
 * What would be done, why, and how it would be undone. Immutable; printing it shows no secret.
 *
 * @param <R> what the operation answers when the plan was carried out
 */
public interface Plan<R> {
  /** The plan as data: what is stored, shown and executed. */
  PlanData data();

  /**
   * The result if there is nothing to do, for a plan that is carried out as soon as it is made.
   * Empty for one that may be old by then: things are looked at again.
   */
  default Optional<R> found() {
    return Optional.empty();
  }

  /** The plan as JSON for people and tools; secrets are keyed digests. */
  default String toJson() {
    return data().toJson();
  }
}
