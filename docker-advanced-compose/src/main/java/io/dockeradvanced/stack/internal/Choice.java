package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.stack.DeployOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The services that a deploy is of, as its options want them. */
final class Choice {
  private final DeployOptions options;
  private final Desired desired;
  private final List<InvalidSpec.Finding> findings = new ArrayList<>();

  private Choice(Desired desired, DeployOptions options) {
    this.desired = desired;
    this.options = options;
  }

  /**
   * The whole stack, with the numbers of containers and the pull policies of the options; which
   * services are deployed stands in {@link Desired#chosen}.
   *
   * @throws InvalidSpec when the options do not fit the file
   */
  static Desired of(Desired desired, DeployOptions options) {
    return new Choice(desired, options).apply();
  }

  private Desired apply() {
    Map<String, Desired.Service> services = new LinkedHashMap<>();
    options.services().forEach(this::known);
    options.scale().keySet().forEach(this::known);
    desired.services().forEach((name, service) -> services.put(name, changed(service)));
    if (!findings.isEmpty()) {
      throw new InvalidSpec(findings);
    }
    return desired.with(services, chosen());
  }

  private void known(String name) {
    if (desired.disabled().contains(name)) {
      refuse(
          desired.project(),
          "no profile that is on has service %s; enable it when the project is loaded, or choose its profile"
              .formatted(name));
    } else if (!desired.services().containsKey(name)) {
      refuse(
          desired.project(),
          "there is no service %s; the stack has %s"
              .formatted(name, String.join(", ", new TreeSet<>(desired.services().keySet()))));
    }
  }

  private void refuse(String where, String message) {
    findings.add(InvalidSpec.Finding.at(where, message));
  }

  private Desired.Service changed(Desired.Service service) {
    int replicas = options.scale().getOrDefault(service.name(), service.replicas());
    if (replicas > ServiceChecks.MOST_REPLICAS) {
      refuse(
          service.where(),
          "service %s has %d replicas; at most %d fit on one engine"
              .formatted(service.name(), replicas, ServiceChecks.MOST_REPLICAS));
    }
    if (replicas > 1 && service.containerName().isPresent()) {
      refuse(
          service.places().containerName(),
          "services.%s has a container_name, so it cannot have more than one container."
              .formatted(service.name()));
    }
    for (Desired.Port port : service.ports()) {
      if (replicas > port.last() - port.first() + 1) {
        refuse(
            port.where(),
            "services.%s publishes %s, so it cannot have %d containers; publish a range or none."
                .formatted(service.name(), port.words(), replicas));
      }
    }
    String pull =
        options.pull().map(p -> p.name().toLowerCase(java.util.Locale.ROOT)).orElse(service.pull());
    Desired.Service changed = service.with(replicas, pull);
    if (options.afterPulls() && PullPlanner.comesFirst(desired, changed)) {
      changed = changed.with(replicas, "missing");
    }
    // As with the policy build of a file: its image is nobody's to pull.
    Desired.Service pulled = changed;
    return options.build()
        ? service.extras().build().map(b -> pulled.built(b.anewAlways())).orElse(pulled)
        : pulled;
  }

  private Set<String> chosen() {
    if (options.services().isEmpty()) {
      return Set.copyOf(desired.services().keySet());
    }
    Set<String> chosen = new TreeSet<>();
    add(options.services(), chosen);
    return chosen;
  }

  private void add(Collection<String> names, Set<String> chosen) {
    for (String name : names) {
      Desired.Service service = desired.services().get(name);
      if (service != null && chosen.add(name) && !options.withoutDependencies()) {
        add(service.dependencies().stream().map(Desired.Dependency::service).toList(), chosen);
      }
    }
  }
}
