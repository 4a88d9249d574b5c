package io.dockeradvanced.operation;

/**
 * What would be done, why, and how it would be undone. Immutable; printing it shows no secret.
 *
 * @param <R> what the operation answers when the plan was carried out
 */
public interface Plan<R> {
  /** The plan as data: what is stored, shown and executed. */
  PlanData data();

  /** The plan as JSON for people and tools; secrets are keyed digests. */
  default String toJson() {
    return data().toJson();
  }
}
