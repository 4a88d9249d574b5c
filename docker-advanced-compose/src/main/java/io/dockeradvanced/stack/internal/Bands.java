package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of a deploy in three bands, so that everything that can fail early does so before
 * anything that serves is stopped: images, networks, volumes and all creations; then stops,
 * renames, starts and gates; then, after the commit, removals. What needs a network that is made
 * anew is in the second band, because the old one goes only when whoever is in it has stopped.
 */
final class Bands {
  private final PlanData.Builder plan;
  private final List<Step.Builder> second = new ArrayList<>();
  private final List<Step.Builder> third = new ArrayList<>();
  private final List<String> early = new ArrayList<>();
  private final Map<Observed.Container, Step.Builder> stops = new LinkedHashMap<>();
  private final Set<String> late;

  /**
   * @param late ids of steps that come after stops, and with them all creations that need them
   */
  Bands(PlanData.Builder plan, Collection<String> late) {
    this.plan = plan;
    this.late = new HashSet<>(late);
  }

  /** An image comes, or what never ran goes; every stop waits for it. */
  void first(Step.Builder step) {
    Step first = step.build();
    plan.step(first);
    early.add(first.id());
  }

  /** As {@link #first}, where several may need the step. */
  void firstOnce(Step step) {
    if (!early.contains(step.id())) {
      plan.step(step);
      early.add(step.id());
    }
  }

  /** Every stop waits for these steps, too. */
  void beforeStops(Collection<String> steps) {
    early.addAll(steps);
  }

  /** A container is made; every stop waits for it, unless it needs one itself. */
  void creation(Step.Builder step) {
    Step made = step.build();
    if (made.after().stream().anyMatch(late::contains)) {
      late.add(made.id());
      second.add(step);
    } else {
      plan.step(made);
      early.add(made.id());
    }
  }

  /** Whether a step comes after stops. */
  boolean isLate(String step) {
    return late.contains(step);
  }

  /** Something that serves is stopped. */
  void stop(Observed.Container container, Step.Builder step) {
    stops.put(container, step);
    second.add(step);
  }

  /** What is stopped, and by which steps. */
  Map<Observed.Container, Step.Builder> stops() {
    return stops;
  }

  /** How the steps of the second band come after each other by now. */
  StepCircles circles() {
    return new StepCircles(second);
  }

  void second(Step.Builder step) {
    second.add(step);
  }

  void third(Step.Builder step) {
    third.add(step);
  }

  /** Adds what was collected, in an order that respects the dependencies. */
  void finish() {
    stops.values().forEach(stop -> stop.after(early));
    StepOrder.of(second).forEach(plan::step);
    third.forEach(step -> plan.step(step.build()));
  }
}
