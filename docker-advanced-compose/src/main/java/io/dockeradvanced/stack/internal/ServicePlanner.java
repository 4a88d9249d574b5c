package io.dockeradvanced.stack.internal;

import static io.dockeradvanced.stack.internal.StepParts.asStart;
import static io.dockeradvanced.stack.internal.StepParts.placed;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.RenameContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans the replicas of services, one service after those it depends on. */
final class ServicePlanner {
  private final Deploy deploy;
  private final Bands bands;
  private final Gates gates;
  private final PlannedContainers containers;
  private final Creations creations;
  private final Names names;
  private final HostPorts ports;
  private final Removals removals;
  private final Restarts restarts = new Restarts();
  private final Moves moves;
  private final ServiceHooks hooks;
  private final Starts starts;
  private final Causes causes;
  private final PreStarts preStarts;
  private final Map<Desired.Service, List<Step.Builder>> starting = new LinkedHashMap<>();

  ServicePlanner(Deploy deploy) {
    this.deploy = deploy;
    this.bands = new Bands(deploy.plan(), deploy.remakes().made());
    this.gates = new Gates(deploy, bands);
    this.containers = new PlannedContainers(deploy);
    this.creations = new Creations(deploy, bands, containers);
    this.names = new Names(deploy, bands);
    this.ports = new HostPorts(deploy.desired().project(), deploy.everyone());
    this.hooks = ServiceHooks.of(deploy);
    this.starts = new Starts(bands, hooks);
    this.removals = new Removals(deploy, bands, names, ports, hooks);
    this.causes = new Causes(deploy, containers);
    this.preStarts = new PreStarts(deploy, bands, gates, creations);
    this.moves = new Moves(names, ports, restarts, deploy.remakes());
  }

  /** The images that new containers are made of. */
  Set<String> usedImages() {
    return creations.usedImages();
  }

  void plan(Desired.Service service) {
    Replicas replicas = Replicas.of(deploy, service);
    containers.begins(service);
    // Two of one number are what an interrupted change left, ours or that of another tool.
    replicas.left().forEach(left -> removals.addLeftover(left, service.stopSeconds()));
    // What is to go goes first: obsolete ones, then the highest numbers.
    List<Observed.Container> there = new ArrayList<>(replicas.there());
    there.sort(
        Comparator.comparing((Observed.Container c) -> causes.of(service, c).isEmpty() ? 0 : 1)
            .thenComparing(Observed.Container::number));
    gates.checkHealthChecks(service);
    int keep = Math.min(there.size(), service.replicas());
    if (keep > 0 && PullPlanner.comesFirst(deploy.desired(), service)) {
      deploy
          .plan()
          .warning(
              ("service %s: its image is pulled before a deploy, and what that brings is not known to a plan;"
                      + " carried out by itself, it pulls only for containers that are made")
                  .formatted(service.name()));
    }
    for (Observed.Container surplus : there.subList(keep, there.size())) {
      removals.add(
          surplus,
          service.stopSeconds(),
          "service %s has %d replica%s"
              .formatted(service.name(), service.replicas(), service.replicas() == 1 ? "" : "s"));
    }
    List<Observed.Container> kept = new ArrayList<>(there.subList(0, keep));
    kept.sort(Comparator.comparing(Observed.Container::number));
    @Nullable String before = null;
    List<Turn> turns = new ArrayList<>();
    for (Observed.Container container : kept) {
      List<String> why = causes.of(service, container);
      if (!why.isEmpty()) {
        Set<String> waits = gates.dependencies(service);
        if (before != null) {
          turns.add(new Turn(waits, before));
        }
        before = replace(service, container, why, waits);
      } else {
        keep(service, container);
      }
    }
    int number = replicas.highest();
    for (int i = keep; i < service.replicas(); i++) {
      create(service, ++number);
    }
    if (!preStarts.add(service, starting.getOrDefault(service, List.of()))) {
      // One replica after the other, so that the service goes on serving.
      turns.forEach(turn -> turn.waits().add(turn.gate()));
    }
  }

  /** Of a replica that is replaced: what it waits for, and the gate of the one before it. */
  private record Turn(Set<String> waits, String gate) {}

  /** Makes the container of a task when all that its service depends on is well. */
  void plan(OneOff task) {
    Desired.Service service = task.service();
    gates.checkHealthChecks(service);
    // It starts after the whole plan; who keeps a port of it is refused now.
    ports.takes(service, creations.addTask(task, gates.dependencies(service)), "");
    change(
        "create", task.name(), "a task of service " + service.name(), service.image(), List.of());
  }

  /** Removes the container of a hook that was left behind. */
  void removeHook(Observed.Container hook) {
    removals.addHook(hook);
  }

  /** Stops a container that no service of the file has, and removes it. */
  void removeOrphan(Observed.Container container, String why) {
    removals.add(container, StopContainer.OWN_GRACE, why);
  }

  /**
   * Adds what was collected.
   *
   * @throws InvalidSpec when somebody keeps a name or a port
   */
  void finish() {
    names.order();
    ports.order();
    restarts.order(deploy.desired().services().values());
    bands.beforeStops(deploy.volumeSteps().values());
    moves.order();
    TakenAlong along = new TakenAlong(deploy, bands, gates, hooks, creations.usedImages());
    along.plan(starting);
    restarts.leftBehind(deploy.desired(), along.services()).forEach(deploy.plan()::warning);
    deploy.remakes().finish(bands);
    bands.finish();
  }

  // ---- one replica

  private void create(Desired.Service service, int number) {
    String name = names.of(service, number);
    String create = "create " + name;
    String why = "replica %d".formatted(number);
    boolean free = names.give(service, name);
    String made = free ? name : names.temporary(name);
    creations.add(service, create, made, name, number, Bodies.Inherited.NOTHING, why);
    containers.made(service, name, create);
    String start = "start " + name;
    Step.Builder starting =
        starts
            .fresh(service, start, name, create)
            .after(gates.dependencies(service))
            .why("service " + service.name());
    if (!free) {
      starting.after(takeOver(service, create, made, name, ""));
    }
    change("create", name, "it is not there", service.image(), List.of());
    if (starts(service, starting, "")) {
      gates.newOne(service, name, create, start);
    }
  }

  /** Adds the step that starts a container, unless they are only made. */
  private boolean starts(Desired.Service service, Step.Builder step, String self) {
    if (deploy.options().start()) {
      bands.second(asStart(service, step));
      ports.takes(service, step, self);
      gates.started(service.name(), step.build().id());
      starting.computeIfAbsent(service, k -> new ArrayList<>()).add(step);
    }
    return deploy.options().start();
  }

  /** Makes the new one beside the old one, then lets it take over name and addresses. */
  private @Nullable String replace(
      Desired.Service service, Observed.Container old, List<String> reasons, Set<String> waits) {
    String why = String.join(", ", reasons);
    String name = names.of(service, old.number());
    String create = "create " + name;
    boolean free = names.give(service, name);
    String made = free ? name : names.temporary(name);
    creations.add(
        service, create, made, name, old.number(), creations.inherited(service, old), why);
    containers.made(service, name, create);
    String stop = "stop old " + name;
    Step.Builder stopping =
        hooks
            .with(
                StopContainer.step(
                    stop, old.name(), old.id(), deploy.stopSeconds(service.stopSeconds())),
                old)
            .why(why);
    if (!bands.isLate(create)) {
      stopping.after(create);
    }
    bands.stop(old, stopping);
    names.goes(old, stop);
    deploy.remakes().detach(bands, old, stop);
    String start = "start " + name;
    Step.Builder starting = starts.fresh(service, start, name, create).after(stop).why(why);
    if (!free) {
      starting.after(takeOver(service, create, made, name, old.id()));
    }
    moves.add(service, old, stopping, starting, waits);
    ports.frees(old, stop);
    restarts.replaces(service, stopping);
    bands.third(
        RemoveContainer.step("remove old " + name, "old " + old.name(), old.id(), false)
            .why("it has a successor"));
    change("recreate", name, why, service.image(), StepParts.fields(deploy, service, old));
    if (old.isRunning()) {
      deploy.plan().gap("%s is away from its stop until its successor has started".formatted(name));
    }
    return starts(service, starting, old.id()) ? gates.newOne(service, name, create, start) : null;
  }

  /** What was made under another name gets its own; answers the id of the step. */
  private String takeOver(
      Desired.Service service, String create, String made, String name, String predecessor) {
    String id = "name new " + name;
    Step.Builder rename =
        RenameContainer.stepFrom(id, create, made, name).why("it takes over the name");
    bands.second(placed(service, rename));
    names.wants(service, name, rename, predecessor);
    return id;
  }

  private void keep(Desired.Service service, Observed.Container container) {
    rename(service, container);
    containers.kept(service, names.of(service, container.number()), container.id());
    Optional<String> cause = restarts.cause(service);
    if (container.isRunning() && cause.isPresent()) {
      restart(service, container, "it depends on %s, which is made anew".formatted(cause.get()));
      return;
    }
    Optional<String> remade = deploy.remakes().of(container);
    if (container.isRunning() && remade.isPresent()) {
      restart(service, container, "network %s is made anew".formatted(remade.get()));
      return;
    }
    List<String> moved = container.isRunning() ? List.of() : move(service, container, "");
    Optional<String> lost = restarts.lost(service);
    if (container.isRunning() && lost.isPresent()) {
      restart(service, container, "it uses what %s has while it runs".formatted(lost.get()));
      return;
    }
    // What nobody waits for is started again, as Docker Compose does: nothing tells a task that
    // has ended from a server that somebody stopped.
    boolean done = container.completed() && gates.awaitsCompletion(service) && cause.isEmpty();
    if (!moved.isEmpty() && (done || !deploy.options().start())) {
      String why = "network %s is made anew".formatted(remade.orElse(""));
      change("reconnect", container.name(), why, container.image(), List.of());
    }
    if (container.isRunning() || done) {
      // It may still be on its way to health when another service waits for it.
      if (!gates.isReached(service, container)) {
        gates.known(service, container, "");
        change("keep", container.name(), gates.waitingFor(service), container.image(), List.of());
      }
      return;
    }
    if (!deploy.options().start()) {
      return;
    }
    if (container.state().equals("paused")) {
      throw new DockerAdvancedException(
          "container %s is paused; unpause it, then deploy again".formatted(container.name()));
    }
    String start = "start " + container.name();
    String why = "it is " + container.state();
    Step.Builder starting =
        starts.known(service, start, container, "").after(gates.dependencies(service)).why(why);
    starting.after(moved);
    restarts.starts(service);
    change("start", container.name(), why, container.image(), List.of());
    starts(service, starting, container.id());
    gates.known(service, container, start);
  }

  /** From networks that are made anew into the new ones; answers the steps that end it. */
  private List<String> move(Desired.Service service, Observed.Container container, String stop) {
    String name = names.of(service, container.number());
    return deploy
        .remakes()
        .move(
            bands,
            deploy.plan(),
            container,
            stop,
            network ->
                Bodies.endpoint(
                    service, network, name, containers.links(service, container.number())));
  }

  /** One that an interrupted change left under its temporary name gets its own. */
  private void rename(Desired.Service service, Observed.Container container) {
    String name = names.of(service, container.number());
    if (!Names.isTemporary(container.name(), name)) {
      return;
    }
    String id = "name " + container.name();
    String why = "an interrupted change left it under another name";
    Step.Builder rename =
        RenameContainer.stepId(id, container.id(), container.name(), name).why(why);
    bands.second(placed(service, rename));
    if (!names.give(service, name)) {
      names.wants(service, name, rename, container.id());
    }
    names.isFree(container, id);
    change("rename", container.name(), why, container.image(), List.of());
  }

  private void restart(Desired.Service service, Observed.Container container, String why) {
    String name = container.name();
    String stop = "stop " + name;
    Step.Builder stopping =
        hooks
            .with(
                StopContainer.step(
                    stop, name, container.id(), deploy.stopSeconds(service.stopSeconds())),
                container)
            .why(why);
    bands.stop(container, stopping);
    restarts.restarts(service, stopping);
    String start = "start " + name;
    Step.Builder starting =
        starts.known(service, start, container, stop).after(gates.dependencies(service)).why(why);
    starting.after(move(service, container, stop));
    deploy.plan().gap("%s is away until what it depends on is well again".formatted(name));
    boolean again = starts(service, starting, container.id());
    change(again ? "restart" : "stop", name, why, container.image(), List.of());
    if (again) {
      gates.known(service, container, start);
    }
  }

  private void change(String action, String name, String why, String image, List<String> fields) {
    deploy.plan().change(new Change(action, "container", name, why, image, fields));
  }
}
