package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.HealthGate;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who waits for whom: the steps that see whether a replica is well, and those that come after. */
final class Gates {
  private final Deploy deploy;
  private final Bands bands;
  private final Set<String> awaitedCompletion = new HashSet<>();
  private final Set<String> awaitedHealth = new HashSet<>();

  /** Steps after which a service has started, is healthy, has completed. */
  private final Map<String, Map<Desired.Until, Set<String>>> reached = new HashMap<>();

  /** Those that see to a container that is there, by its id. */
  private final Map<String, Step.Builder> ofContainers = new HashMap<>();

  Gates(Deploy deploy, Bands bands) {
    this.deploy = deploy;
    this.bands = bands;
    for (Desired.Service service : deploy.desired().services().values()) {
      for (Desired.Dependency dependency : service.dependencies()) {
        if (dependency.until() == Desired.Until.COMPLETED) {
          awaitedCompletion.add(dependency.service());
        } else if (dependency.until() == Desired.Until.HEALTHY) {
          awaitedHealth.add(dependency.service());
        }
      }
    }
  }

  /** Whether others wait for more than the start of a service. */
  boolean isAwaited(Desired.Service service) {
    return awaitsCompletion(service) || awaitedHealth.contains(service.name());
  }

  boolean awaitsCompletion(Desired.Service service) {
    return awaitedCompletion.contains(service.name());
  }

  /** Whether a container that is there has come to what others wait for. */
  boolean isReached(Desired.Service service, Observed.Container container) {
    boolean completes = awaitsCompletion(service);
    if (completes && container.completed()) {
      return true;
    }
    String status = container.status();
    if (status.contains("(healthy)") && !completes) {
      return true;
    }
    boolean unsure = status.contains("starting") || status.contains("(unhealthy)");
    return !completes && !awaitedHealth.contains(service.name()) && !unsure;
  }

  /** Who waits for the health of a service without a health check would wait for ever. */
  void checkHealthChecks(Desired.Service service) {
    for (Desired.Dependency dependency : service.dependencies()) {
      Desired.Service other = deploy.desired().services().get(dependency.service());
      if (other == null || dependency.until() != Desired.Until.HEALTHY || !dependency.required()) {
        continue;
      }
      if (!other.check().orElseGet(() -> deploy.images().mayHaveCheck(other.image()))) {
        throw new InvalidSpec(
            List.of(
                InvalidSpec.Finding.at(
                    service.where(),
                    "service %s waits until %s is healthy, but that has no health check"
                        .formatted(service.name(), other.name()))));
      }
    }
  }

  /** The steps after which everything the service depends on is as it wants it. */
  Set<String> dependencies(Desired.Service service) {
    Set<String> after = new TreeSet<>();
    for (Desired.Dependency dependency : service.dependencies()) {
      after.addAll(reached(dependency.service(), dependency.until()));
    }
    return after;
  }

  /** The steps after which a service is as another one wants it. */
  Set<String> reached(String service, Desired.Until until) {
    return reached.getOrDefault(service, Map.of()).getOrDefault(until, Set.of());
  }

  /** This step starts a replica. */
  void started(String service, String step) {
    reach(service, Desired.Until.STARTED, step);
  }

  /** Sees whether what the step {@code create} made is well; answers the id of the step. */
  String newOne(Desired.Service service, String name, String create, String after) {
    String id = "see " + name;
    HealthGate.Condition condition = condition(service);
    return gate(service, HealthGate.stepFrom(id, name, create, condition, timeout()), after);
  }

  /** Sees whether a container that is there is well; {@code after} may be empty. */
  String known(Desired.Service service, Observed.Container container, String after) {
    Step.@Nullable Builder already = ofContainers.get(container.id());
    if (already != null) {
      return (after.isEmpty() ? already : already.after(after)).build().id();
    }
    Step.Builder step = ofContainer(container, condition(service));
    return gate(service, step, after);
  }

  /**
   * Sees whether a container that the file has no service for is well.
   *
   * @param until what others wait for
   */
  String unknown(Observed.Container container, Desired.Until until, String after) {
    HealthGate.Condition condition =
        switch (until) {
          case COMPLETED -> HealthGate.Condition.COMPLETED;
          case HEALTHY -> HealthGate.Condition.HEALTHY;
          case STARTED -> HealthGate.Condition.RUNNING;
        };
    Step.Builder step = ofContainer(container, condition).after(after).why(why(condition));
    bands.second(step);
    String id = step.build().id();
    reach(
        container.service(), until == Desired.Until.COMPLETED ? until : Desired.Until.HEALTHY, id);
    return id;
  }

  private Step.Builder ofContainer(Observed.Container container, HealthGate.Condition condition) {
    String id = "see " + container.name();
    Step.Builder step =
        HealthGate.stepId(id, container.name(), container.id(), condition, timeout());
    ofContainers.put(container.id(), step);
    return step;
  }

  private Duration timeout() {
    return deploy.options().healthTimeout();
  }

  private String gate(Desired.Service service, Step.Builder step, String after) {
    String id = step.build().id();
    Data parameters = step.build().parameters().with(Step.WHERE, service.where());
    step.parameters(isOptional(service) ? parameters.with("optional", true) : parameters);
    step.why(why(condition(service)));
    if (!after.isEmpty()) {
      step.after(after);
    }
    bands.second(step);
    if (awaitsCompletion(service)) {
      reach(service.name(), Desired.Until.COMPLETED, id);
    }
    if (awaitedHealth.contains(service.name())) {
      reach(service.name(), Desired.Until.HEALTHY, id);
    }
    return id;
  }

  private static String why(HealthGate.Condition condition) {
    return switch (condition) {
      case COMPLETED -> "others wait for its completion";
      case HEALTHY -> "others wait for its health";
      case RUNNING -> "a deploy ends when everything serves";
    };
  }

  /** What is waited for when nothing else is done with a container. */
  String waitingFor(Desired.Service service) {
    return switch (condition(service)) {
      case COMPLETED -> "it has not completed yet, and is waited for";
      case HEALTHY, RUNNING -> "it is not known to be well yet, and is waited for";
    };
  }

  private HealthGate.Condition condition(Desired.Service service) {
    if (awaitsCompletion(service)) {
      return HealthGate.Condition.COMPLETED;
    }
    return awaitedHealth.contains(service.name())
        ? HealthGate.Condition.HEALTHY
        : HealthGate.Condition.RUNNING;
  }

  private void reach(String service, Desired.Until until, String step) {
    reached
        .computeIfAbsent(service, k -> new HashMap<>())
        .computeIfAbsent(until, k -> new TreeSet<>())
        .add(step);
  }

  /** Others depend on it, and none of them requires it. */
  private boolean isOptional(Desired.Service service) {
    List<Desired.Dependency> all =
        deploy.desired().services().values().stream()
            .flatMap(s -> s.dependencies().stream())
            .filter(d -> d.service().equals(service.name()))
            .toList();
    return !all.isEmpty() && all.stream().noneMatch(Desired.Dependency::required);
  }
}
