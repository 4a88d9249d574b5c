package io.dockeradvanced.stack.internal;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Containers that a deploy is not of, and that stop and start nevertheless, because a network is
 * made anew: those that are in it, and those that use namespaces of one that stops for it. They
 * stop before those they depend on, start after those and what is waited for of them, and are as
 * they were after it.
 */
final class TakenAlong {
  /** A container that is taken along, and the step that starts it; null when it did not run. */
  private record Taken(Observed.Container container, Step.@Nullable Builder start) {}

  private final Deploy deploy;
  private final Bands bands;
  private final Gates gates;
  private final ServiceHooks hooks;
  private final ServiceNeeds needs;
  private final Sharers sharers;
  private final Map<String, Taken> taken = new LinkedHashMap<>();

  /** The steps that run hooks, by the container whose start they come before. */
  private final Map<Observed.Container, Step.Builder> hooked = new LinkedHashMap<>();

  private final Set<String> images;

  /**
   * @param images is told of those that containers are made of
   */
  TakenAlong(Deploy deploy, Bands bands, Gates gates, ServiceHooks hooks, Set<String> images) {
    this.images = images;
    this.deploy = deploy;
    this.bands = bands;
    this.gates = gates;
    this.hooks = hooks;
    this.needs = new ServiceNeeds(deploy.desired(), deploy.observed());
    this.sharers = new Sharers(deploy);
  }

  /**
   * Adds their steps, and puts all that stops for a network into the order of who needs whom.
   *
   * @param starting the steps that start containers of the services that are deployed
   */
  void plan(Map<Desired.Service, List<Step.Builder>> starting) {
    if (deploy.remakes().isEmpty()) {
      return;
    }
    for (Observed.Container container : deploy.observed().containers()) {
      if (!deploy.remakes().isHandled(container)) {
        deploy
            .remakes()
            .of(container)
            .ifPresent(network -> take(container, "network %s is made anew".formatted(network)));
      }
    }
    takeSharers();
    preStarts();
    for (String service : needs.dependenciesFirst()) {
      of(service).forEach(this::see);
    }
    StepCircles circles = bands.circles();
    stops(circles);
    for (Taken each : taken.values()) {
      if (each.start() != null) {
        starts(circles, each.container(), each.start());
      }
    }
    hooked.forEach((first, hook) -> starts(circles, first, hook));
    // Of these some may be waited for that the deploy is not of.
    starting.forEach(
        (service, steps) ->
            steps.forEach(
                step -> gates.dependencies(service).forEach(other -> circles.order(step, other))));
  }

  /** The services they are of. */
  Set<String> services() {
    Set<String> services = new TreeSet<>();
    taken.values().forEach(each -> services.add(each.container().service()));
    return services;
  }

  private List<Taken> of(String service) {
    return taken.values().stream().filter(t -> t.container().service().equals(service)).toList();
  }

  private void take(Observed.Container container, String why) {
    String name = container.name();
    boolean runs = container.isRunning();
    String stop = runs ? "stop " + name : "";
    if (runs) {
      Step.Builder stopping =
          StopContainer.step(
              stop, name, container.id(), deploy.stopSeconds(StopContainer.OWN_GRACE));
      bands.stop(container, hooks.with(stopping, container).why(why));
    }
    List<String> moved =
        deploy.remakes().move(bands, deploy.plan(), container, stop, any -> Optional.empty());
    Step.@Nullable Builder starting = null;
    if (runs) {
      starting =
          hooks
              .with(
                  StartContainer.stepId(
                      "start " + name, name, container.id(), StopContainer.OWN_GRACE),
                  container)
              .after(stop)
              .after(moved)
              .why(why);
      bands.second(starting);
      gates.started(container.service(), "start " + name);
    }
    taken.put(container.id(), new Taken(container, starting));
    String action = runs ? "restart" : "reconnect";
    deploy.plan().change(new Change(action, "container", name, why, container.image(), List.of()));
  }

  // ---- hooks

  /** Of a service of which none runs on; its containers are in the new networks by then. */
  private void preStarts() {
    for (String service : services()) {
      List<Taken> starting = of(service).stream().filter(t -> t.start() != null).toList();
      boolean runsOn =
          deploy.observed().replicas(service).stream()
              .anyMatch(c -> c.isUp() && !bands.stops().containsKey(c));
      Data own =
          starting.isEmpty() || runsOn ? Data.empty() : hooks.preStart(starting.get(0).container());
      if (!own.isEmpty()) {
        preStart(service, starting, own);
      }
    }
  }

  private void preStart(String service, List<Taken> starting, Data own) {
    Observed.Container first = starting.get(0).container();
    Step.Builder hook =
        PreStarts.step(
                deploy.desired().project(),
                service,
                Data.of("id", first.id()),
                own,
                deploy.options().healthTimeout())
            .after(PreStarts.stops(bands, service))
            .after(deploy.remakes().made());
    for (Step image : PreStart.images(service, own)) {
      bands.firstOnce(image);
      images.add(image.parameters().text("image"));
      hook.after(image.id());
    }
    bands.second(hook);
    for (Taken each : starting) {
      requireNonNull(each.start()).after(hook.build().id());
    }
    hooked.put(first, hook);
    deploy.plan().change(PreStarts.change(service, first.image()));
  }

  // ---- namespaces

  /** Whoever uses namespaces of one that stops is in dead ones when it has started again. */
  private void takeSharers() {
    List<Observed.Container> owners = new ArrayList<>();
    for (Observed.Container container : deploy.observed().containers()) {
      boolean startsAgain = taken.containsKey(container.id()) || deploy.options().start();
      if (deploy.remakes().stopped().contains(container.id()) && startsAgain) {
        owners.add(container);
      }
    }
    for (int i = 0; i < owners.size(); i++) {
      Observed.Container owner = owners.get(i);
      sharers.others(owner).forEach(deploy.plan()::warning);
      for (Observed.Container sharer : sharers.of(owner)) {
        if (!deploy.remakes().isHandled(sharer)) {
          checkTakable(sharer, owner);
          take(sharer, "it uses what %s has while it runs".formatted(owner.name()));
          owners.add(sharer);
        }
      }
    }
  }

  private void checkTakable(Observed.Container sharer, Observed.Container owner) {
    if (!sharer.oneOff() && !sharer.state().equals("paused")) {
      return;
    }
    String network = deploy.remakes().of(owner).orElseGet(() -> deploy.remakes().any());
    String problem =
        sharer.oneOff()
            ? "a task that runs, uses what %s has while it runs; wait until it has ended"
            : "which is paused, uses what %s has while it runs; unpause it, then deploy again";
    throw new InvalidSpec(
        List.of(
            InvalidSpec.Finding.at(
                deploy.remakes().where(network),
                "network %s has to be made anew, but container %s, %s"
                    .formatted(network, sharer.name(), problem.formatted(owner.name())))));
  }

  // ---- order

  /**
   * Sees whether it is well again; one that was not well before is only looked at when somebody
   * waits for it.
   */
  private void see(Taken each) {
    if (each.start() == null) {
      return;
    }
    Observed.Container container = each.container();
    String start = each.start().build().id();
    boolean wasWell =
        container.state().equals("running") && !container.status().contains("(unhealthy)");
    Desired.@Nullable Service service = deploy.desired().services().get(container.service());
    if (service != null) {
      if (wasWell || gates.isAwaited(service)) {
        gates.known(service, container, start);
      }
      return;
    }
    Desired.Until until = needs.most(container.service());
    if (wasWell || until != Desired.Until.STARTED) {
      gates.unknown(container, until, start);
    }
  }

  private void stops(StepCircles circles) {
    List<Map.Entry<Observed.Container, Step.Builder>> moving = new ArrayList<>();
    for (Map.Entry<Observed.Container, Step.Builder> stop : bands.stops().entrySet()) {
      Observed.Container container = stop.getKey();
      if (taken.containsKey(container.id()) || deploy.remakes().of(container).isPresent()) {
        moving.add(stop);
      }
    }
    for (Map.Entry<Observed.Container, Step.Builder> first : moving) {
      for (Map.Entry<Observed.Container, Step.Builder> then : moving) {
        if (needs.needs(first.getKey().service(), then.getKey().service())
            || sharers.uses(first.getKey(), then.getKey())) {
          circles.order(then.getValue(), first.getValue().build().id());
        }
      }
    }
  }

  private void starts(StepCircles circles, Observed.Container container, Step.Builder start) {
    needs
        .of(container.service())
        .forEach(
            (other, until) -> {
              Set<String> reached = gates.reached(other, until);
              (reached.isEmpty() ? gates.reached(other, Desired.Until.STARTED) : reached)
                  .forEach(step -> circles.order(start, step));
            });
    for (Observed.Container owner : bands.stops().keySet()) {
      if (sharers.uses(container, owner)) {
        circles.order(start, "start " + owner.name());
      }
    }
  }
}
