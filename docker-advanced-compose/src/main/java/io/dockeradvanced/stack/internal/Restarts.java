package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code depends_on} with {@code restart: true}: when a service is made anew, those that depend on
 * it so stop before its old containers do and start when its new ones are well. As with Docker
 * Compose that goes one service far: one that only restarts restarts no others - but those that use
 * its namespaces, which are gone when it stops.
 */
final class Restarts {
  private final Map<String, List<Step.Builder>> replaced = new HashMap<>();
  private final Map<String, List<Step.Builder>> stopped = new HashMap<>();
  private final Map<String, List<String>> stops = new HashMap<>();
  private final Set<String> started = new HashSet<>();

  /** This step stops a container that gets a successor. */
  void replaces(Desired.Service service, Step.Builder stop) {
    replaced.computeIfAbsent(service.name(), k -> new ArrayList<>()).add(stop);
    stops(service, stop);
  }

  /** This step stops a container that is started again. */
  void restarts(Desired.Service service, Step.Builder stop) {
    stopped.computeIfAbsent(service.name(), k -> new ArrayList<>()).add(stop);
    starts(service);
    stops(service, stop);
  }

  /** A container that is there and did not run is started. */
  void starts(Desired.Service service) {
    started.add(service.name());
  }

  private void stops(Desired.Service service, Step.Builder stop) {
    stops.computeIfAbsent(service.name(), k -> new ArrayList<>()).add(stop.build().id());
  }

  /** The service that is made anew and for which this one has to restart. */
  Optional<String> cause(Desired.Service service) {
    return service.dependencies().stream()
        .filter(dependency -> dependency.restart() && replaced.containsKey(dependency.service()))
        .map(Desired.Dependency::service)
        .findFirst();
  }

  /** The service whose namespaces this one uses, and which starts anew in other ones. */
  Optional<String> lost(Desired.Service service) {
    return service.references().running().stream().filter(started::contains).findFirst();
  }

  /** Adds to the steps what they come after. */
  void order(Iterable<Desired.Service> services) {
    for (Desired.Service service : services) {
      List<String> own = stops.getOrDefault(service.name(), List.of());
      for (Desired.Dependency dependency : service.dependencies()) {
        if (dependency.restart()) {
          after(replaced, dependency.service(), own);
        }
      }
      service.references().running().forEach(other -> after(stopped, other, own));
    }
  }

  /**
   * Sentences about services that this deploy leaves alone, and whose namespaces go.
   *
   * @param along services whose containers restart although the deploy is not of them
   */
  List<String> leftBehind(Desired desired, Set<String> along) {
    List<String> sentences = new ArrayList<>();
    for (Desired.Service service : desired.services().values()) {
      for (String other : service.references().running()) {
        boolean goes = replaced.containsKey(other) || started.contains(other);
        if (goes && !desired.isChosen(service.name()) && !along.contains(service.name())) {
          sentences.add(
              "service %s uses what %s has while it runs, and is left alone; deploy it, too"
                  .formatted(service.name(), other));
        }
      }
    }
    return sentences;
  }

  private static void after(
      Map<String, List<Step.Builder>> steps, String service, List<String> stops) {
    steps.getOrDefault(service, List.of()).forEach(step -> step.after(stops));
  }
}
