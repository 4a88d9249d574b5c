package io.dockeradvanced.compose.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Services that wait for each other. */
final class Circles {
  private final Mapping services;
  private final Findings findings;
  private final Set<String> done = new HashSet<>();

  /** The way to the service at hand, and what is left to look at on each step of it. */
  private final Map<String, Iterator<String>> way = new LinkedHashMap<>();

  private final Deque<String> last = new ArrayDeque<>();

  private Circles(Mapping services, Findings findings) {
    this.services = services;
    this.findings = findings;
  }

  static void check(Mapping services, Findings findings) {
    Circles circles = new Circles(services, findings);
    services.keys().forEach(circles::walk);
  }

  private void walk(String start) {
    enter(start);
    while (!last.isEmpty()) {
      String service = last.getLast();
      Iterator<String> left = way.get(service);
      if (left == null || !left.hasNext()) {
        way.remove(service);
        last.removeLast();
        done.add(service);
        continue;
      }
      String next = left.next();
      if (way.containsKey(next)) {
        report(next, service);
      } else {
        enter(next);
      }
    }
  }

  private void enter(String service) {
    if (!done.contains(service) && services.has(service)) {
      way.put(service, dependencies(service).keys().iterator());
      last.addLast(service);
    }
  }

  private Mapping dependencies(String service) {
    return services.get(service) instanceof Mapping node
        ? Loader.section(node, "depends_on")
        : Mapping.empty(Mark.NONE);
  }

  private void report(String first, String end) {
    List<String> circle = new ArrayList<>(way.keySet());
    circle = new ArrayList<>(circle.subList(circle.indexOf(first), circle.size()));
    circle.add(first);
    findings.error(
        dependencies(end).keyMark(first),
        "The services depend on each other in a circle: " + String.join(" -> ", circle) + ".");
  }
}
