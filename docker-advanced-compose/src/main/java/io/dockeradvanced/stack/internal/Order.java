package io.dockeradvanced.stack.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who depends on whom among the services of a stack that is there, as the labels of their
 * containers say.
 */
final class Order {
  private static final String CONTAINER = "container:";

  private final Map<String, List<Observed.Container>> services = new TreeMap<>();
  private final Map<String, Map<String, Dependencies.Dependency>> dependencies = new TreeMap<>();

  Order(Collection<Observed.Container> containers) {
    for (Observed.Container container : containers) {
      if (!container.oneOff()) {
        services.computeIfAbsent(container.service(), k -> new ArrayList<>()).add(container);
        dependencies
            .computeIfAbsent(container.service(), k -> new TreeMap<>())
            .putAll(Dependencies.all(container));
      }
    }
    containers.forEach(this::addNetwork);
  }

  /** The label says nothing of a container that goes by its name; the engine knows it by its id. */
  private void addNetwork(Observed.Container container) {
    String mode = container.raw().path("HostConfig").path("NetworkMode").asText();
    if (container.oneOff() || !mode.startsWith(CONTAINER)) {
      return;
    }
    String owner = mode.substring(CONTAINER.length());
    services.forEach(
        (service, all) -> {
          boolean owns = all.stream().anyMatch(c -> c.id().equals(owner) || c.name().equals(owner));
          Map<String, Dependencies.Dependency> own = dependencies.get(container.service());
          if (owns && own != null && !service.equals(container.service())) {
            own.putIfAbsent(service, new Dependencies.Dependency("service_started", true));
          }
        });
  }

  /** The names of the services that have containers. */
  Set<String> names() {
    return services.keySet();
  }

  List<Observed.Container> containers(String service) {
    return services.getOrDefault(service, List.of());
  }

  /** What a service depends on that has containers, by name. */
  Map<String, Dependencies.Dependency> dependencies(String service) {
    Map<String, Dependencies.Dependency> there = new TreeMap<>();
    dependencies
        .getOrDefault(service, Map.of())
        .forEach(
            (other, how) -> {
              if (services.containsKey(other) && !other.equals(service)) {
                there.put(other, how);
              }
            });
    return there;
  }

  /** These and all that they depend on. */
  Set<String> withDependencies(Collection<String> some) {
    Set<String> all = new TreeSet<>();
    some.forEach(service -> add(service, all));
    return all;
  }

  private void add(String service, Set<String> all) {
    if (all.add(service)) {
      dependencies(service).keySet().forEach(other -> add(other, all));
    }
  }

  /** These and those that have to restart with one of them. */
  Set<String> withDependents(Collection<String> some) {
    Set<String> all = new TreeSet<>(some);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (String service : services.keySet()) {
        boolean restarts =
            dependencies(service).entrySet().stream()
                .anyMatch(entry -> entry.getValue().restart() && all.contains(entry.getKey()));
        grown |= restarts && all.add(service);
      }
    }
    return all;
  }

  /** Of these, each after those it depends on; labels that form a circle are taken as they come. */
  List<String> dependenciesFirst(Collection<String> some) {
    Map<String, Boolean> ordered = new LinkedHashMap<>();
    some.stream().sorted().forEach(service -> visit(service, ordered, new TreeSet<>()));
    return ordered.keySet().stream().filter(some::contains).toList();
  }

  private void visit(String service, Map<String, Boolean> ordered, Set<String> path) {
    if (ordered.containsKey(service) || !path.add(service)) {
      return;
    }
    dependencies(service).keySet().forEach(other -> visit(other, ordered, path));
    ordered.put(service, true);
  }

  /** Whether one comes before the other, over any number of services between them. */
  boolean dependsOn(String service, String other) {
    return !service.equals(other) && withDependencies(Set.of(service)).contains(other);
  }
}
