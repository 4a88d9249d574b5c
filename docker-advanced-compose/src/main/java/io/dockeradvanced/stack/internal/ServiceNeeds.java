package io.dockeradvanced.stack.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who depends on whom in a stack, whether the file still has the service or only labels tell of it:
 * the file is right where both do, because a change of it makes no container anew.
 */
final class ServiceNeeds {
  private final Map<String, Map<String, Desired.Until>> needs = new TreeMap<>();
  private final Map<String, Set<String>> all = new HashMap<>();

  ServiceNeeds(Desired desired, Observed observed) {
    for (Desired.Service service : desired.services().values()) {
      Map<String, Desired.Until> own = needs.computeIfAbsent(service.name(), k -> new TreeMap<>());
      service.dependencies().forEach(d -> own.put(d.service(), d.until()));
    }
    for (Observed.Container container : observed.containers()) {
      if (!desired.services().containsKey(container.service()) && !container.oneOff()) {
        Map<String, Desired.Until> own =
            needs.computeIfAbsent(container.service(), k -> new TreeMap<>());
        Dependencies.of(container).forEach((other, how) -> own.put(other, until(how)));
      }
    }
  }

  private static Desired.Until until(String condition) {
    return switch (condition) {
      case "service_healthy" -> Desired.Until.HEALTHY;
      case "service_completed_successfully" -> Desired.Until.COMPLETED;
      default -> Desired.Until.STARTED;
    };
  }

  /** What a service waits for, by the name of the other one. */
  Map<String, Desired.Until> of(String service) {
    return needs.getOrDefault(service, Map.of());
  }

  /** The most that others wait for of a service. */
  Desired.Until most(String service) {
    return needs.values().stream()
        .map(own -> own.getOrDefault(service, Desired.Until.STARTED))
        .max(Desired.Until::compareTo)
        .orElse(Desired.Until.STARTED);
  }

  /** Whether one depends on the other, over any number of services between them. */
  boolean needs(String service, String other) {
    return !service.equals(other)
        && all.computeIfAbsent(service, k -> reachable(service)).contains(other);
  }

  private Set<String> reachable(String service) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(of(service).keySet());
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (found.add(next)) {
        open.addAll(of(next).keySet());
      }
    }
    return found;
  }

  /** All services, each after those it depends on; a circle is taken as it comes. */
  Set<String> dependenciesFirst() {
    Set<String> ordered = new LinkedHashSet<>();
    needs.keySet().forEach(service -> visit(service, ordered, new TreeSet<>()));
    return ordered;
  }

  private void visit(String service, Set<String> ordered, Set<String> path) {
    if (!ordered.contains(service) && path.add(service)) {
      of(service).keySet().forEach(other -> visit(other, ordered, path));
      ordered.add(service);
    }
  }
}
