package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a deploy in three bands, so that everything that can fail early does so before
 * anything that serves is stopped: images, networks, volumes and all creations; then stops,
 * renames, starts and gates; then, after the commit, removals.
 */
final class Bands {
  private final PlanData.Builder plan;
  private final List<Step.Builder> second = new ArrayList<>();
  private final List<Step.Builder> third = new ArrayList<>();
  private final List<String> creations = new ArrayList<>();
  private final List<Step.Builder> stops = new ArrayList<>();

  Bands(PlanData.Builder plan) {
    this.plan = plan;
  }

  void first(Step.Builder step) {
    plan.step(step.build());
  }

  /** A container is made; every stop waits for it. */
  void creation(Step.Builder step) {
    Step made = step.build();
    plan.step(made);
    creations.add(made.id());
  }

  /** Something that serves is stopped. */
  void stop(Step.Builder step) {
    stops.add(step);
    second.add(step);
  }

  void second(Step.Builder step) {
    second.add(step);
  }

  void third(Step.Builder step) {
    third.add(step);
  }

  /** Adds what was collected, in an order that respects the dependencies. */
  void finish() {
    stops.forEach(stop -> stop.after(creations));
    StepOrder.of(second).forEach(plan::step);
    third.forEach(step -> plan.step(step.build()));
  }
}
