package io.dockeradvanced.operation;

import io.dockeradvanced.host.DockerHost;

/**
 * What the runner must know of a kind of plan. Found by {@link java.util.ServiceLoader}; stateless
 * and thread-safe.
 */
public interface PlanKind {
  /** Such as {@code stack.deploy}. */
  String kind();

  /**
   * Looks at the host and answers the fingerprint that a plan made now would carry. Called under
   * the lock, before the first step.
   */
  String fingerprint(PlanData plan, DockerHost host);

  /** What the operation answers; called after the last step. */
  Object result(PlanData plan, DockerHost host);
}
