package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Step;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Has steps come after each other, but never in a circle: what labels of several deploys say
 * together may be one, and then whoever came first goes first.
 */
final class StepCircles {
  private final Map<String, Set<String>> after = new HashMap<>();

  StepCircles(Collection<Step.Builder> steps) {
    for (Step.Builder builder : steps) {
      Step step = builder.build();
      after.put(step.id(), new LinkedHashSet<>(step.after()));
    }
  }

  /** The step comes after the other one, unless that comes after it already. */
  void order(Step.Builder step, String other) {
    String id = step.build().id();
    Set<String> before = after.computeIfAbsent(id, k -> new LinkedHashSet<>());
    if (!before.contains(other) && !comesAfter(other, id, new HashSet<>())) {
      before.add(other);
      step.after(other);
    }
  }

  private boolean comesAfter(String step, String other, Set<String> seen) {
    if (step.equals(other)) {
      return true;
    }
    return seen.add(step)
        && after.getOrDefault(step, Set.of()).stream()
            .anyMatch(before -> comesAfter(before, other, seen));
  }
}
