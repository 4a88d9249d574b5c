package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts steps in an order that respects what they come after; otherwise they stay as they are. */
final class StepOrder {
  private final Map<String, Step> all = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> placed = new HashSet<>();
  private final List<Step> ordered = new ArrayList<>();

  private StepOrder() {}

  /**
   * @throws IllegalStateException when steps come after each other in a circle
   */
  static List<Step> of(Collection<Step.Builder> builders) {
    StepOrder order = new StepOrder();
    builders.stream().map(Step.Builder::build).forEach(step -> order.all.put(step.id(), step));
    order.all.values().forEach(order::place);
    return order.ordered;
  }

  private void place(Step step) {
    if (placed.contains(step.id())) {
      return;
    }
    if (!open.add(step.id())) {
      throw new IllegalStateException("step '%s' comes after itself".formatted(step.id()));
    }
    for (String before : step.after()) {
      Step other = all.get(before);
      if (other != null) {
        place(other);
      }
    }
    placed.add(step.id());
    ordered.add(step);
  }
}
