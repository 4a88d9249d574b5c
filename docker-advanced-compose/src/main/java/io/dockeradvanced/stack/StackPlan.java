package io.dockeradvanced.stack;

import io.dockeradvanced.operation.Plan;
import io.dockeradvanced.operation.PlanData;

/**
 * What a deploy or a down of a stack would do. Immutable; printing it shows no secret.
 *
 * @param name the stack
 */
public record StackPlan(String name, PlanData data) implements Plan<StackStatus> {
  /** Whether there is nothing to do, not even to wait until something that is there is well. */
  public boolean isEmpty() {
    return data.isEmpty();
  }

  /** Whether anything would be other than it is; a plan that only waits changes nothing. */
  public boolean isChange() {
    return data.changes().stream().anyMatch(change -> !change.action().equals("keep"));
  }

  @Override
  public String toString() {
    return data.toString();
  }
}
