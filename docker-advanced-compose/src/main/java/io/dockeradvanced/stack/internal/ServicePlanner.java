package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.CreateContainer;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.container.internal.HealthGate;
import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.RenameContainer;
import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans the replicas of services, one service after those it depends on.
 *
 * <p>Steps are made in three bands, so that everything that can fail early does so before anything
 * that serves is stopped: images, networks, volumes and all creations; then stops, renames, starts
 * and gates; then, after the commit, removals.
 */
final class ServicePlanner {
  private final Engine engine;
  private final Secrets secrets;
  private final Desired desired;
  private final Observed observed;
  private final DeployOptions options;
  private final Images images;
  private final PlanData.Builder plan;
  private final Map<String, String> networkSteps;
  private final Map<String, String> volumeSteps;

  private final List<Step.Builder> second = new ArrayList<>();
  private final List<Step.Builder> third = new ArrayList<>();
  private final List<String> creations = new ArrayList<>();
  private final List<Step.Builder> stops = new ArrayList<>();

  /** Steps after which a service has started, is healthy, has completed. */
  private final Map<String, Map<Desired.Until, Set<String>>> reached = new HashMap<>();

  private final HostPorts ports = new HostPorts();
  private final Causes causes;
  private final Set<String> usedImages = new TreeSet<>();
  private final Set<String> ensured = new HashSet<>();
  private final Set<String> awaitedCompletion = new HashSet<>();
  private final Set<String> awaitedHealth = new HashSet<>();

  ServicePlanner(
      Engine engine,
      Secrets secrets,
      Desired desired,
      Observed observed,
      DeployOptions options,
      Images images,
      PlanData.Builder plan,
      Map<String, String> networkSteps,
      Map<String, String> volumeSteps) {
    this.engine = engine;
    this.secrets = secrets;
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.images = images;
    this.plan = plan;
    this.networkSteps = networkSteps;
    this.volumeSteps = volumeSteps;
    this.causes = new Causes(desired, observed, images, networkSteps);
    for (Desired.Service service : desired.services().values()) {
      for (Desired.Dependency dependency : service.dependencies()) {
        if (dependency.until() == Desired.Until.COMPLETED) {
          awaitedCompletion.add(dependency.service());
        } else if (dependency.until() == Desired.Until.HEALTHY) {
          awaitedHealth.add(dependency.service());
        }
      }
    }
  }

  /** The images that new containers are made of. */
  Set<String> usedImages() {
    return usedImages;
  }

  void plan(Desired.Service service) {
    List<Observed.Container> there = new ArrayList<>();
    for (List<Observed.Container> same : byNumber(service)) {
      there.add(same.get(0));
      // Two of one number are what an interrupted change left, ours or that of another tool.
      same.subList(1, same.size())
          .forEach(
              left -> remove(left, service.stopSeconds(), "an interrupted change left it behind"));
    }
    // What is to go goes first: obsolete ones, then the highest numbers.
    there.sort(
        Comparator.comparing((Observed.Container c) -> causes.of(service, c).isEmpty() ? 0 : 1)
            .thenComparing(Observed.Container::number));
    checkHealthChecks(service);
    int keep = Math.min(there.size(), service.replicas());
    if (keep > 0 && service.pull().equals("always")) {
      plan.warning(
          "service %s: pull_policy always pulls only for containers that are made"
              .formatted(service.name()));
    }
    for (Observed.Container surplus : there.subList(keep, there.size())) {
      remove(
          surplus,
          service.stopSeconds(),
          "service %s has %d replica%s"
              .formatted(service.name(), service.replicas(), service.replicas() == 1 ? "" : "s"));
    }
    List<Observed.Container> kept = new ArrayList<>(there.subList(0, keep));
    kept.sort(Comparator.comparing(Observed.Container::number));
    @Nullable String before = null;
    for (Observed.Container container : kept) {
      List<String> why = causes.of(service, container);
      if (!why.isEmpty()) {
        before = replace(service, container, why, before);
      } else {
        keep(service, container);
      }
    }
    int number =
        observed.replicas(service.name()).stream()
            .mapToInt(Observed.Container::number)
            .max()
            .orElse(0);
    for (int i = keep; i < service.replicas(); i++) {
      create(service, ++number);
    }
  }

  /** Adds what was collected, in an order that respects the dependencies. */
  void finish() {
    stops.forEach(stop -> stop.after(creations));
    ports.order();
    StepOrder.of(second).forEach(plan::step);
    third.forEach(step -> plan.step(step.build()));
  }

  /** Who waits for the health of a service without a health check would wait for ever. */
  private void checkHealthChecks(Desired.Service service) {
    for (Desired.Dependency dependency : service.dependencies()) {
      Desired.Service other = desired.services().get(dependency.service());
      if (other == null || dependency.until() != Desired.Until.HEALTHY || !dependency.required()) {
        continue;
      }
      if (!other.check().orElseGet(() -> images.mayHaveCheck(other.image()))) {
        throw new InvalidSpec(
            List.of(
                InvalidSpec.Finding.at(
                    service.where(),
                    "service %s waits until %s is healthy, but that has no health check"
                        .formatted(service.name(), other.name()))));
      }
    }
  }

  // ---- one replica

  private void create(Desired.Service service, int number) {
    String name = name(service, number);
    String create = "create " + name;
    addCreation(service, create, name, name, number, Data.empty(), "replica %d".formatted(number));
    String start = "start " + name;
    Step.Builder starting =
        StartContainer.stepFrom(start, name, create, service.stopSeconds())
            .after(dependencies(service))
            .why("service " + service.name());
    second.add(placed(service, starting));
    ports.takes(service, starting);
    plan.change(
        new Change("create", "container", name, "it is not there", service.image(), List.of()));
    started(service, start);
    gate(service, name, create, null, start);
  }

  /** Makes the new one beside the old one, then lets it take over name and addresses. */
  private String replace(
      Desired.Service service,
      Observed.Container old,
      List<String> reasons,
      @Nullable String afterGate) {
    String why = String.join(", ", reasons);
    String name = name(service, old.number());
    String shortId = old.id().substring(0, 12);
    String temporary = shortId + "_" + name;
    String create = "create " + name;
    addCreation(service, create, temporary, name, old.number(), inherited(service, old), why);
    String stop = "stop old " + name;
    Step.Builder stopping =
        StopContainer.step(stop, old.name(), old.id(), service.stopSeconds())
            .after(create)
            .why(why);
    Set<String> before = dependencies(service);
    if (afterGate != null) {
      // One replica after the other, so that the service goes on serving.
      before.add(afterGate);
    }
    stops.add(stopping);
    String aside = "set old " + name + " aside";
    String takeOver = "name new " + name;
    String start = "start " + name;
    second.add(stopping);
    second.add(
        RenameContainer.stepId(aside, old.id(), old.name(), name + ".old-" + shortId)
            .after(stop)
            .why("the new one needs the name"));
    second.add(
        RenameContainer.stepFrom(takeOver, create, temporary, name)
            .after(aside)
            .why("it takes over"));
    Step.Builder starting =
        StartContainer.stepFrom(start, name, create, service.stopSeconds())
            .after(takeOver)
            .why(why);
    second.add(placed(service, starting));
    ports.moves(service, old, stopping, starting, start, before);
    third.add(
        RemoveContainer.step("remove old " + name, name + ".old-" + shortId, old.id(), false)
            .why("the new one serves"));
    plan.change(
        new Change("recreate", "container", name, why, service.image(), fields(service, old)));
    if (old.isRunning()) {
      plan.gap("%s is away from its stop until its successor has started".formatted(name));
    }
    started(service, start);
    return gate(service, name, create, null, start);
  }

  private void keep(Desired.Service service, Observed.Container container) {
    // What nobody waits for is started again, as Docker Compose does: nothing tells a task that
    // has ended from a server that somebody stopped.
    boolean done = container.completed() && awaitedCompletion.contains(service.name());
    if (container.isRunning() || done) {
      // It may still be on its way to health when another service waits for it.
      boolean awaited =
          awaitedHealth.contains(service.name()) || awaitedCompletion.contains(service.name());
      boolean unsure =
          container.status().contains("starting") || container.status().contains("(unhealthy)");
      boolean reached =
          done
              || container.status().contains("(healthy)")
                  && !awaitedCompletion.contains(service.name());
      if ((awaited || unsure) && !reached) {
        gate(service, container.name(), "", container.id(), "");
      }
      return;
    }
    if (container.state().equals("paused")) {
      throw new DockerAdvancedException(
          "container %s is paused; unpause it, then deploy again".formatted(container.name()));
    }
    String start = "start " + container.name();
    String why = "it is " + container.state();
    Step.Builder starting =
        StartContainer.stepId(start, container.name(), container.id(), service.stopSeconds())
            .after(dependencies(service))
            .why(why);
    second.add(placed(service, starting));
    ports.takes(service, starting);
    plan.change(
        new Change("start", "container", container.name(), why, container.image(), List.of()));
    started(service, start);
    gate(service, container.name(), "", container.id(), start);
  }

  /** The replicas, those of one number together: the one that bears its name and runs first. */
  private Collection<List<Observed.Container>> byNumber(Desired.Service service) {
    Map<Integer, List<Observed.Container>> replicas = new TreeMap<>();
    for (Observed.Container container : observed.replicas(service.name())) {
      replicas.computeIfAbsent(container.number(), k -> new ArrayList<>()).add(container);
    }
    replicas.forEach(
        (number, same) ->
            same.sort(
                Comparator.comparing(
                        (Observed.Container c) -> !c.name().equals(name(service, number)))
                    .thenComparing(c -> !c.isRunning())));
    return replicas.values();
  }

  /** Stops a container, and removes it after the commit. */
  void remove(Observed.Container container, long stopSeconds, String why) {
    String stop = "stop " + container.name();
    Step.Builder stopping =
        StopContainer.step(stop, container.name(), container.id(), stopSeconds).why(why);
    stops.add(stopping);
    ports.frees(container, stop);
    second.add(stopping);
    third.add(
        RemoveContainer.step("remove " + container.name(), container.name(), container.id(), false)
            .after(stop)
            .why(why));
    plan.change(
        new Change("remove", "container", container.name(), why, container.image(), List.of()));
  }

  // ---- parts of steps

  /** With the place in the file that a failure is shown with. */
  private static Step.Builder placed(Desired.Service service, Step.Builder step) {
    return step.parameters(step.build().parameters().with(Step.WHERE, service.where()));
  }

  private void addCreation(
      Desired.Service service,
      String id,
      String name,
      String finalName,
      int number,
      Data inheritedVolumes,
      String why) {
    String ensure =
        String.join(" ", "image", service.image(), service.pull(), service.platform().orElse(""))
            .strip();
    usedImages.add(service.image());
    if (ensured.add(ensure)) {
      Step.Builder image = EnsureImage.step(ensure, service.image(), service.pull());
      if (service.platform().isPresent()) {
        Data parameters = image.build().parameters();
        image.parameters(parameters.with("platform", service.platform().get()));
      }
      plan.step(image.why("service " + service.name()).build());
      if (images.id(service.image()).isEmpty()) {
        plan.change(
            new Change(
                "pull", "image", service.image(), "it is not there", service.image(), List.of()));
      }
    }
    Data body = Bodies.replica(service, finalName, number, inheritedVolumes);
    Step.Builder step = CreateContainer.step(id, name, body).after(ensure).why(why);
    Data parameters = Data.of("name", name).with("image", ensure);
    if (service.platform().isPresent()) {
      parameters = parameters.with("platform", service.platform().get());
    }
    step.parameters(parameters);
    step.secret(
        Data.of("body", body)
            .with(
                "connect",
                service.attachments().stream()
                    .map(
                        a ->
                            Data.of("network", a.network())
                                .with("endpoint", Bodies.endpoint(a.endpoint(), finalName)))
                    .toList()));
    service.networkKeys().stream()
        .map(networkSteps::get)
        .filter(java.util.Objects::nonNull)
        .forEach(step::after);
    service.volumeKeys().stream()
        .map(volumeSteps::get)
        .filter(java.util.Objects::nonNull)
        .forEach(step::after);
    plan.step(placed(service, step).build());
    creations.add(id);
  }

  /** Anonymous volumes that the successor takes over, by container path. */
  private Data inherited(Desired.Service service, Observed.Container old) {
    Data inherited = Data.empty();
    Set<String> declared = new TreeSet<>(images.volumes(service.image()));
    declared.removeAll(service.mountTargets());
    declared.addAll(Bodies.anonymous(service.body()));
    for (Map.Entry<String, String> mount : old.volumesByTarget().entrySet()) {
      boolean named =
          desired.volumes().values().stream().anyMatch(v -> v.name().equals(mount.getValue()));
      if (declared.contains(mount.getKey()) && !named) {
        inherited = inherited.with(mount.getKey(), mount.getValue());
      }
    }
    return inherited;
  }

  private List<String> fields(Desired.Service service, Observed.Container old) {
    JsonNode missing = MissingNode.getInstance();
    return FieldDiff.of(
        engine.find(Call.get("/containers/" + old.id() + "/json")).orElse(missing),
        engine.find(Call.get("/images/" + old.imageId() + "/json")).orElse(missing),
        service.body(),
        secrets);
  }

  private String name(Desired.Service service, int number) {
    return service
        .containerName()
        .orElse("%s-%s-%d".formatted(desired.project(), service.name(), number));
  }

  private Set<String> dependencies(Desired.Service service) {
    Set<String> after = new TreeSet<>();
    for (Desired.Dependency dependency : service.dependencies()) {
      after.addAll(
          reached
              .getOrDefault(dependency.service(), Map.of())
              .getOrDefault(dependency.until(), Set.of()));
    }
    return after;
  }

  /** Others depend on it, and none of them requires it. */
  private boolean optional(Desired.Service service) {
    List<Desired.Dependency> all =
        desired.services().values().stream()
            .flatMap(s -> s.dependencies().stream())
            .filter(d -> d.service().equals(service.name()))
            .toList();
    return !all.isEmpty() && all.stream().noneMatch(Desired.Dependency::required);
  }

  private void started(Desired.Service service, String step) {
    reach(service, Desired.Until.STARTED, step);
  }

  private void reach(Desired.Service service, Desired.Until until, String step) {
    reached
        .computeIfAbsent(service.name(), k -> new HashMap<>())
        .computeIfAbsent(until, k -> new TreeSet<>())
        .add(step);
  }

  /** The step that sees whether the replica is well; answers its id. */
  private String gate(
      Desired.Service service,
      String name,
      String create,
      @Nullable String container,
      String after) {
    boolean completes = awaitedCompletion.contains(service.name());
    boolean healthy = awaitedHealth.contains(service.name());
    HealthGate.Condition condition =
        completes
            ? HealthGate.Condition.COMPLETED
            : healthy ? HealthGate.Condition.HEALTHY : HealthGate.Condition.RUNNING;
    String id = "see " + name;
    Step.Builder step =
        container == null
            ? HealthGate.stepFrom(id, name, create, condition, options.healthTimeout())
            : HealthGate.stepId(id, name, container, condition, options.healthTimeout());
    if (optional(service)) {
      Data parameters = step.build().parameters();
      step.parameters(parameters.with("optional", true));
    }
    step.why(
        switch (condition) {
          case COMPLETED -> "others wait for its completion";
          case HEALTHY -> "others wait for its health";
          case RUNNING -> "a deploy ends when everything serves";
        });
    if (!after.isEmpty()) {
      step.after(after);
    }
    second.add(placed(service, step));
    if (completes) {
      reach(service, Desired.Until.COMPLETED, id);
    }
    if (healthy) {
      reach(service, Desired.Until.HEALTHY, id);
    }
    return id;
  }
}
