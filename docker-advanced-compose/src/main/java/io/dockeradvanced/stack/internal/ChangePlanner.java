package io.dockeradvanced.stack.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.container.internal.HealthGate;
import io.dockeradvanced.container.internal.PauseContainer;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.SignalContainer;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.StackChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans what is done with the containers of a stack that is there, from their labels alone: stops
 * come before those of what they depend on, starts after, and after what their conditions wait for.
 */
public final class ChangePlanner {
  public static final String KIND = "stack.change";

  private final StackChange change;
  private final Observed observed;
  private final Order order;
  private final Turns turns;
  private final PlanData.Builder plan;
  private final Map<String, List<String>> stops = new HashMap<>();
  private final Map<String, List<String>> starts = new HashMap<>();

  /** Steps that are in the plan already: those that look at containers, and at images. */
  private final Set<String> gates = new HashSet<>();

  private ChangePlanner(
      DockerHost host, String stack, Optional<ComposeProject> file, StackChange change) {
    this.change = change;
    this.observed = Observed.of(host, stack);
    this.order = new Order(observed.containers());
    this.plan = PlanData.of(KIND, host);
    this.turns = new Turns(change.grace(), ServiceHooks.on(host, file, plan));
    if (observed.containers().isEmpty()) {
      throw new DockerAdvancedException(
          "%s: there is no stack %s; see da stack ls".formatted(host.name(), stack));
    }
    for (String service : change.services()) {
      if (!order.names().contains(service)) {
        throw new InvalidSpec(
            service,
            0,
            0,
            "stack %s on %s has no container of such a service; it has those of %s"
                .formatted(stack, host.name(), String.join(", ", order.names())));
      }
    }
  }

  /**
   * @param file tells the hooks of containers that carry none
   */
  public static PlanData plan(
      DockerHost host, String stack, Optional<ComposeProject> file, StackChange change) {
    return new ChangePlanner(host, stack, file, change).plan(stack);
  }

  private PlanData plan(String stack) {
    Set<String> meant = change.services().isEmpty() ? order.names() : change.services();
    switch (change.verb()) {
      case START -> start(order.withDependencies(meant));
      case STOP -> stop(meant);
      case RESTART -> restart(change.withDependents() ? order.withDependents(meant) : meant);
      case PAUSE -> pause(meant);
      case UNPAUSE -> unpause(meant);
      case KILL -> kill(meant);
      case REMOVE -> remove(meant);
    }
    String some = change.services().isEmpty() ? "" : String.join(", ", change.services()) + " of ";
    return plan.title("%s %s%s".formatted(change.verb().words(), some, stack))
        .subject(stack)
        .scope(DeployPlanner.scope(stack))
        .fingerprint(observed.fingerprint(List.of()))
        .build();
  }

  // ---- stops and starts

  private void stop(Collection<String> services) {
    List<String> last = new ArrayList<>(order.dependenciesFirst(services));
    Collections.reverse(last);
    for (String service : last) {
      for (Observed.Container container : order.containers(service)) {
        if (container.isUp()) {
          stop(container, "%s was asked for".formatted(change.verb().words()));
        }
      }
    }
  }

  /** Stops a container after those of services that depend on its own; answers the step. */
  private String stop(Observed.Container container, String why) {
    String id = "stop " + container.name();
    Step.Builder stop = turns.stop(id, container).why(why);
    stops.forEach(
        (service, steps) -> {
          if (order.dependsOn(service, container.service())) {
            stop.after(steps);
          }
        });
    plan.step(stop.build());
    stops.computeIfAbsent(container.service(), k -> new ArrayList<>()).add(id);
    if (change.verb() == StackChange.Verb.STOP) {
      note("stop", container, "");
    }
    return id;
  }

  private void start(Collection<String> services) {
    for (String service : order.dependenciesFirst(services)) {
      List<Observed.Container> starting = new ArrayList<>();
      for (Observed.Container container : order.containers(service)) {
        if (!container.isRunning() && !(container.completed() && isAwaitedCompletion(service))) {
          refusePaused(container);
          starting.add(container);
        }
      }
      boolean runs = order.containers(service).stream().anyMatch(Observed.Container::isUp);
      List<String> hook = runs ? List.of() : preStart(starting);
      for (Observed.Container container : starting) {
        start(container, "it is " + container.state(), hook);
        note("start", container, "it is " + container.state());
      }
    }
  }

  /** Runs the hooks that come before the first start of a service; answers the step. */
  private List<String> preStart(List<Observed.Container> starting) {
    Data hooks = starting.isEmpty() ? Data.empty() : turns.hooks().preStart(starting.get(0));
    if (hooks.isEmpty()) {
      return List.of();
    }
    Observed.Container first = starting.get(0);
    Step.Builder hook =
        PreStarts.step(
                observed.project(),
                first.service(),
                Data.of("id", first.id()),
                hooks,
                change.healthTimeout())
            .after(stops.getOrDefault(first.service(), List.of()));
    for (Step image : PreStart.images(first.service(), hooks)) {
      if (gates.add(image.id())) {
        plan.step(image);
      }
      hook.after(image.id());
    }
    afterDependencies(first.service(), hook);
    plan.step(hook.build());
    plan.change(PreStarts.change(first.service(), first.image()));
    return List.of(hook.build().id());
  }

  private void afterDependencies(String service, Step.Builder step) {
    order
        .dependencies(service)
        .forEach((other, how) -> step.after(reached(other, how.condition())));
  }

  private void restart(Collection<String> services) {
    for (String service : services) {
      order.containers(service).forEach(this::refusePaused);
    }
    stop(services);
    for (String service : order.dependenciesFirst(services)) {
      List<Observed.Container> starting = new ArrayList<>(order.containers(service));
      if (isAwaitedCompletion(service) && !change.services().contains(service)) {
        // A one-shot runs again when it is asked for.
        starting.removeIf(Observed.Container::completed);
      }
      List<String> hook = preStart(starting);
      for (Observed.Container container : starting) {
        List<String> after = new ArrayList<>(hook);
        if (container.isRunning()) {
          after.add("stop " + container.name());
        }
        start(container, "restart was asked for", after);
        note("restart", container, change.services().contains(service) ? "" : dependent(service));
      }
    }
  }

  private String dependent(String service) {
    List<String> others =
        order.dependencies(service).entrySet().stream()
            .filter(entry -> entry.getValue().restart())
            .map(Map.Entry::getKey)
            .toList();
    return change.services().isEmpty() || others.isEmpty()
        ? ""
        : "it restarts with " + String.join(", ", others);
  }

  private void start(Observed.Container container, String why, List<String> after) {
    String id = "start " + container.name();
    Step.Builder start = turns.start(id, container).after(after).why(why);
    afterDependencies(container.service(), start);
    plan.step(start.build());
    starts.computeIfAbsent(container.service(), k -> new ArrayList<>()).add(id);
  }

  /** The steps after which a service is what another one waits for. */
  private List<String> reached(String service, String condition) {
    List<String> started = starts.getOrDefault(service, List.of());
    if (!condition.equals("service_healthy")
        && !condition.equals("service_completed_successfully")) {
      return started;
    }
    boolean healthy = condition.equals("service_healthy");
    List<String> seen = new ArrayList<>();
    for (Observed.Container container : order.containers(service)) {
      String start = "start " + container.name();
      if (!started.contains(start) && !healthy && container.completed()) {
        continue;
      }
      String id = (healthy ? "see " : "await ") + container.name();
      if (gates.add(id)) {
        Step.Builder gate =
            HealthGate.stepId(
                id,
                container.name(),
                container.id(),
                healthy ? HealthGate.Condition.HEALTHY : HealthGate.Condition.COMPLETED,
                change.healthTimeout());
        plan.step(
            (started.contains(start) ? gate.after(start) : gate)
                .why("others wait for its " + (healthy ? "health" : "completion"))
                .build());
      }
      seen.add(id);
    }
    return seen;
  }

  private boolean isAwaitedCompletion(String service) {
    return order.names().stream()
        .map(other -> order.dependencies(other).get(service))
        .anyMatch(how -> how != null && how.condition().equals("service_completed_successfully"));
  }

  private void refusePaused(Observed.Container container) {
    if (container.state().equals("paused")) {
      throw new DockerAdvancedException(
          "container %s is paused; unpause it first".formatted(container.name()));
    }
  }

  // ---- the others

  private void pause(Collection<String> services) {
    for (Observed.Container container : of(services)) {
      if (container.isRunning()) {
        String id = "pause " + container.name();
        plan.step(PauseContainer.pause(id, container.name(), container.id()).build());
        note("pause", container, "");
      }
    }
  }

  private void unpause(Collection<String> services) {
    for (Observed.Container container : of(services)) {
      if (container.state().equals("paused")) {
        String id = "unpause " + container.name();
        plan.step(PauseContainer.unpause(id, container.name(), container.id()).build());
        note("unpause", container, "");
      }
    }
  }

  /** Tasks that run in a service, too. */
  private void kill(Collection<String> services) {
    for (Observed.Container container : observed.containers()) {
      if (services.contains(container.service()) && container.isUp()) {
        String id = "kill " + container.name();
        plan.step(
            SignalContainer.step(id, container.name(), container.id(), change.signal()).build());
        note("kill", container, "with " + change.signal());
      }
    }
  }

  private void remove(Collection<String> services) {
    Set<String> stopped = new TreeSet<>();
    if (change.isStopFirst()) {
      stop(services);
      stops.values().forEach(stopped::addAll);
    }
    for (Observed.Container container : of(services)) {
      String stop = "stop " + container.name();
      if (container.isUp() && !stopped.contains(stop)) {
        note("keep", container, "it is " + container.state());
        continue;
      }
      Step.Builder remove =
          RemoveContainer.stopped(
              "remove " + container.name(), container.name(), container.id(), change.withVolumes());
      plan.step((stopped.contains(stop) ? remove.after(stop) : remove).build());
      note("remove", container, "");
    }
  }

  private List<Observed.Container> of(Collection<String> services) {
    return services.stream().flatMap(service -> order.containers(service).stream()).toList();
  }

  private void note(String action, Observed.Container container, String why) {
    plan.change(
        new Change(action, "container", container.name(), why, container.image(), List.of()));
  }
}
