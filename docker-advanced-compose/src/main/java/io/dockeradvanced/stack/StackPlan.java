package io.dockeradvanced.stack;

import io.dockeradvanced.operation.Plan;
import io.dockeradvanced.operation.PlanData;

/**
 * What a deploy or a down of a stack would do. Immutable; printing it shows no secret.
 *
 * @param name the stack
 */
public record StackPlan(String name, PlanData data) implements Plan<StackStatus> {
  /** Whether the stack is as it should be. */
  public boolean isEmpty() {
    return data.isEmpty();
  }

  @Override
  public String toString() {
    return data.toString();
  }
}
