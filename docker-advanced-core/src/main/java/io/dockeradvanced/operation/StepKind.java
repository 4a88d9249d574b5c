package io.dockeradvanced.operation;

/**
 * What a kind of step does. Found by {@link java.util.ServiceLoader}; stateless and thread-safe.
 *
 * <p>Both verbs may be called again after a crash at any point, by another process: they find their
 * objects by id or label, see what was done already, and do the rest. Before a destructive call
 * they check that the object is still the one they mean.
 */
public interface StepKind {
  /** Such as {@code container.create}. */
  String kind();

  /** The version of the parameters this code writes. */
  int version();

  /**
   * Turns parameters of an older release into today's.
   *
   * @throws IllegalStateException when that version is not known
   */
  default Step upgrade(Step step) {
    throw new IllegalStateException(
        "step '%s' has version %d of kind %s; this release knows version %d"
            .formatted(step.id(), step.version(), kind(), version()));
  }

  /**
   * Whether {@link #apply} only looks. Such a step may begin before its intent is on the disk, as a
   * process that dies leaves nothing of it behind.
   */
  default boolean onlyLooks() {
    return false;
  }

  /** Does the step; any exception means it failed, and the operation is undone. */
  StepResult apply(StepContext context);

  /** Undoes what {@link #apply} did or may have done. Does nothing when there is nothing. */
  void undo(StepContext context);
}
