package io.dockeradvanced.container;

import io.dockeradvanced.operation.Plan;
import io.dockeradvanced.operation.PlanData;

/**
 * How a container, and those that share its namespaces, would be made anew; carrying it out answers
 * the new one.
 */
public record RecreatePlan(PlanData data) implements Plan<ContainerDetails> {
  /** What will be done, for people. */
  @Override
  public String toString() {
    return data.toString();
  }
}
