package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/** The code of steps and plans that is on the class path, by its kind. Thread-safe. */
final class Kinds {
  private final Map<String, StepKind> steps = new ConcurrentHashMap<>();
  private final Map<String, PlanKind> plans = new ConcurrentHashMap<>();

  /** Ours first: what the context of the calling thread adds replaces none of it. */
  Kinds() {
    for (StepKind kind : ServiceLoader.load(StepKind.class, StepKind.class.getClassLoader())) {
      steps.put(kind.kind(), kind);
    }
    for (StepKind kind : ServiceLoader.load(StepKind.class)) {
      steps.putIfAbsent(kind.kind(), kind);
    }
    for (PlanKind kind : ServiceLoader.load(PlanKind.class, PlanKind.class.getClassLoader())) {
      plans.put(kind.kind(), kind);
    }
    for (PlanKind kind : ServiceLoader.load(PlanKind.class)) {
      plans.putIfAbsent(kind.kind(), kind);
    }
  }

  StepKind step(String kind) {
    StepKind found = steps.get(kind);
    if (found == null) {
      throw new DockerAdvancedException(
          "no code for steps of kind '%s' is on the class path; known are %s"
              .formatted(kind, steps.keySet().stream().sorted().toList()));
    }
    return found;
  }

  PlanKind plan(String kind) {
    PlanKind found = plans.get(kind);
    if (found == null) {
      throw new DockerAdvancedException(
          "no code for plans of kind '%s' is on the class path".formatted(kind));
    }
    return found;
  }

  /** Nothing may begin, or be undone, by halves because code is missing. */
  void check(PlanData plan) {
    plan(plan.kind());
    for (Step step : plan.steps()) {
      StepKind kind = step(step.kind());
      if (kind.version() != step.version()) {
        kind.upgrade(step);
      }
    }
  }
}
