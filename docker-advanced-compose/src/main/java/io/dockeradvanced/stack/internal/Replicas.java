package io.dockeradvanced.stack.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The containers of a service that are there.
 *
 * @param there one of each number
 * @param left further ones of those numbers, which an interrupted change left behind
 * @param highest number in use
 */
record Replicas(List<Observed.Container> there, List<Observed.Container> left, int highest) {

  /** Of one number that counts which bears its name, then which runs, then which ever ran. */
  static Replicas of(Deploy deploy, Desired.Service service) {
    TreeMap<Integer, List<Observed.Container>> numbers = new TreeMap<>();
    for (Observed.Container container : deploy.observed().replicas(service.name())) {
      numbers.computeIfAbsent(container.number(), k -> new ArrayList<>()).add(container);
    }
    List<Observed.Container> there = new ArrayList<>();
    List<Observed.Container> left = new ArrayList<>();
    for (Map.Entry<Integer, List<Observed.Container>> number : numbers.entrySet()) {
      String name = name(deploy, service, number.getKey());
      List<Observed.Container> same = number.getValue();
      same.sort(
          Comparator.comparing((Observed.Container c) -> !c.name().equals(name))
              .thenComparing(c -> !c.isRunning())
              .thenComparing(c -> c.neverRan()));
      there.add(same.get(0));
      left.addAll(same.subList(1, same.size()));
    }
    return new Replicas(there, left, numbers.isEmpty() ? 0 : numbers.lastKey());
  }

  /** What the container of this number is called. */
  static String name(Deploy deploy, Desired.Service service, int number) {
    return service
        .containerName()
        .orElse("%s-%s-%d".formatted(deploy.desired().project(), service.name(), number));
  }
}
