package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code depends_on} with {@code restart: true}: when a service is made anew, those that depend on
 * it so stop before its old containers do and start when its new ones are well. As with Docker
 * Compose that goes one service far: one that only restarts restarts no others.
 */
final class Restarts {
  private final Map<String, List<Step.Builder>> replaced = new HashMap<>();
  private final Map<String, List<String>> stops = new HashMap<>();

  /** This step stops a container that gets a successor. */
  void replaces(Desired.Service service, Step.Builder stop) {
    replaced.computeIfAbsent(service.name(), k -> new ArrayList<>()).add(stop);
    restarts(service, stop);
  }

  /** This step stops a container that is started again. */
  void restarts(Desired.Service service, Step.Builder stop) {
    stops.computeIfAbsent(service.name(), k -> new ArrayList<>()).add(stop.build().id());
  }

  /** The service that is made anew and for which this one has to restart. */
  Optional<String> cause(Desired.Service service) {
    return service.dependencies().stream()
        .filter(dependency -> dependency.restart() && replaced.containsKey(dependency.service()))
        .map(Desired.Dependency::service)
        .findFirst();
  }

  /** Adds to the steps what they come after. */
  void order(Iterable<Desired.Service> services) {
    for (Desired.Service service : services) {
      for (Desired.Dependency dependency : service.dependencies()) {
        if (dependency.restart()) {
          replaced
              .getOrDefault(dependency.service(), List.of())
              .forEach(stop -> stop.after(stops.getOrDefault(service.name(), List.of())));
        }
      }
    }
  }
}
