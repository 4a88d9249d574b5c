package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.BuildImage;
import io.dockeradvanced.container.internal.CreateVolume;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Compares what a stack should be with what the engine has, and plans the difference. */
public final class DeployPlanner {
  public static final String KIND = "stack.deploy";
  private static final Set<String> IMAGES = Set.of(EnsureImage.KIND, BuildImage.KIND);

  private final DockerHost host;
  private final Engine engine;
  private final Desired desired;
  private final JsonNode all;
  private final Observed observed;
  private final Everyone everyone;
  private final DeployOptions options;
  private final PlanData.Builder plan;
  private final Images images;

  private final Optional<OneOff> task;

  private DeployPlanner(
      DockerHost host, Desired whole, DeployOptions options, Optional<OneOff> task) {
    this.task = task;
    this.host = host;
    this.engine = Engine.of(host);
    this.desired = chosen(whole, options);
    this.options = options;
    this.all = engine.json(Call.get("/containers/json").query("all", true));
    this.observed = Observed.of(host, desired.project(), all);
    this.everyone = new Everyone(all);
    this.plan = PlanData.of(KIND, host);
    this.images = new Images(engine);
  }

  /**
   * The stack as the options want it.
   *
   * @throws InvalidSpec when they do not fit the file
   */
  static Desired chosen(Desired whole, DeployOptions options) {
    Desired desired = Choice.of(whole, options);
    if (!options.withoutBuilds()) {
      return desired;
    }
    Map<String, Desired.Service> services = new LinkedHashMap<>();
    for (Desired.Service service : desired.services().values()) {
      services.put(service.name(), service.unbuilt(desired.project(), options.afterPulls()));
    }
    return desired.with(services, desired.chosen());
  }

  /** A plan, and what it was made from. */
  public record Planned(PlanData data, Observed observed) {}

  public static Planned look(DockerHost host, Desired desired, DeployOptions options) {
    DeployPlanner planner = new DeployPlanner(host, desired, options, Optional.empty());
    return new Planned(planner.plan(), planner.observed);
  }

  public static PlanData plan(DockerHost host, Desired desired, DeployOptions options) {
    return look(host, desired, options).data();
  }

  /** Plans what a task needs, and its container, which is not started. */
  public static PlanData plan(
      DockerHost host, Desired desired, DeployOptions options, OneOff task) {
    return new DeployPlanner(host, desired, options, Optional.of(task)).plan();
  }

  private PlanData plan() {
    desired.warnings().forEach(plan::warning);
    Networks networks = networks();
    Map<String, String> volumeSteps = volumes();
    ServicePlanner services =
        new ServicePlanner(
            new Deploy(
                engine,
                new Secrets(Operations.vault(host.owner())),
                desired,
                observed,
                everyone,
                options,
                images,
                plan,
                networks.steps(),
                volumeSteps,
                networks.remakes()));
    for (Desired.Service service : inOrder()) {
      if (task.isEmpty() || !task.get().service().name().equals(service.name())) {
        services.plan(service);
      }
    }
    task.ifPresent(services::plan);
    observed.hooks().forEach(services::removeHook);
    orphans(services);
    renamed();
    services.finish();
    return plan.title("deploy " + desired.project())
        .subject(desired.project())
        .scope(scope(desired.project()))
        .fingerprint(observed.fingerprint(images.fingerprint(services.usedImages())))
        .parallelism(options.parallelism())
        .build();
  }

  public static String scope(String project) {
    return "stack-" + project;
  }

  /** What the fingerprint of a plan would be now. */
  public static String fingerprint(PlanData plan, DockerHost host) {
    Observed now = Observed.of(host, plan.subject());
    List<String> used =
        plan.steps().stream()
            .filter(step -> IMAGES.contains(step.kind()))
            .map(step -> step.parameters().text("image"))
            .toList();
    return now.fingerprint(new Images(Engine.of(host)).fingerprint(used));
  }

  // ---- networks and volumes

  private Networks networks() {
    Networks networks = new Networks(engine, desired, observed, all, plan);
    for (Desired.Network network : used(desired.networks(), Desired.Service::networkKeys)) {
      if (network.external()) {
        requireExternal("network", "/networks/", network.name(), network.where());
      } else {
        networks.plan(network);
      }
    }
    return networks;
  }

  /** Of networks or volumes those that services which are deployed use. */
  private <T> List<T> used(Map<String, T> all, Function<Desired.Service, List<String>> keys) {
    return all.entrySet().stream()
        .filter(
            entry ->
                desired.services().values().stream()
                    .anyMatch(
                        service ->
                            desired.isChosen(service.name())
                                && keys.apply(service).contains(entry.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** With the place in the file that a failure is shown with. */
  private static Step.Builder placed(Step.Builder step, String where) {
    return step.parameters(step.build().parameters().with(Step.WHERE, where));
  }

  private Map<String, String> volumes() {
    Map<String, String> steps = new TreeMap<>();
    for (Desired.Volume volume : used(desired.volumes(), Desired.Service::volumeKeys)) {
      Optional<Observed.Volume> found = observed.volume(volume.name());
      if (volume.external()) {
        requireExternal("volume", "/volumes/", volume.name(), volume.where());
      } else if (found.isEmpty()) {
        if (engine.find(Call.get("/volumes/" + Call.segment(volume.name()))).isPresent()) {
          plan.warning(
              "volume %s was not made by stack %s and is used as it is"
                  .formatted(volume.name(), desired.project()));
          continue;
        }
        String id = "create volume " + volume.name();
        plan.step(
            placed(CreateVolume.step(id, volume.name(), volume.body()), volume.where())
                .why("it is not there")
                .build());
        plan.change(
            new Change("create", "volume", volume.name(), "it is not there", "", List.of()));
        steps.put(volume.key(), id);
      } else if (found.get().hash().isPresent()
          && !desired.adoption().isSame(volume, found.get())) {
        changed(volume);
      }
    }
    return steps;
  }

  private void changed(Desired.Volume volume) {
    String sentence =
        "volume %s has another configuration than the file says; ".formatted(volume.name());
    if (options.volumes() == DeployOptions.ChangedVolumes.REFUSE) {
      throw new InvalidSpec(
          List.of(
              InvalidSpec.Finding.at(
                  volume.where(),
                  sentence + "give it another name, or remove the old one with its data first")));
    }
    plan.warning(sentence + "it is kept as it is, because making it anew would lose its data");
  }

  private void requireExternal(String kind, String path, String name, String where) {
    if (engine.find(Call.get(path + Call.segment(name))).isEmpty()) {
      throw new InvalidSpec(
          List.of(
              InvalidSpec.Finding.at(
                  where,
                  "%s %s is external and not on %s; make it first"
                      .formatted(kind, name, host.name()))));
    }
  }

  // ---- services

  /** Services after those they depend on; the file's order otherwise. */
  private Collection<Desired.Service> inOrder() {
    Map<String, Desired.Service> ordered = new LinkedHashMap<>();
    desired.services().values().forEach(service -> visit(service, ordered, new ArrayList<>()));
    return ordered.values().stream().filter(s -> desired.isChosen(s.name())).toList();
  }

  private void visit(
      Desired.Service service, Map<String, Desired.Service> ordered, List<String> path) {
    if (ordered.containsKey(service.name())) {
      return;
    }
    if (path.contains(service.name())) {
      // The loader refuses cycles; this guards models that came another way.
      throw new DockerAdvancedException("dependency cycle: " + String.join(" -> ", path));
    }
    path.add(service.name());
    for (Desired.Dependency dependency : service.dependencies()) {
      Desired.Service other = desired.services().get(dependency.service());
      if (other != null) {
        visit(other, ordered, path);
      }
    }
    path.remove(path.size() - 1);
    ordered.put(service.name(), service);
  }

  private void orphans(ServicePlanner services) {
    for (Observed.Container container : observed.containers()) {
      if (container.oneOff()) {
        // As with Docker Compose, a task that has ended is one, too; it disturbs nobody.
        if (options.removeOrphans() && container.hasEnded()) {
          services.removeOrphan(container, "it was a task and has ended");
        }
        continue;
      }
      if (desired.services().containsKey(container.service())
          || desired.disabled().contains(container.service())) {
        continue;
      }
      if (options.removeOrphans()) {
        services.removeOrphan(
            container, "service %s is no longer in the file".formatted(container.service()));
      } else {
        plan.warning(
            "%s belongs to service %s, which the file no longer has; it stays"
                .formatted(container.name(), container.service()));
      }
    }
  }

  /** What has another name in the file now is another one; the old one stays, with its data. */
  private void renamed() {
    for (Observed.Network old : observed.networks()) {
      renamed(
          "network",
          old.name(),
          Optional.ofNullable(desired.networks().get(old.key())).map(Desired.Network::name),
          "until the stack is taken down");
    }
    for (Observed.Volume old : observed.volumes()) {
      renamed(
          "volume",
          old.name(),
          Optional.ofNullable(desired.volumes().get(old.key())).map(Desired.Volume::name),
          "as it is, with its data");
    }
  }

  private void renamed(String kind, String old, Optional<String> now, String stays) {
    now.filter(name -> !name.equals(old))
        .ifPresent(
            name ->
                plan.warning(
                    "%s %s is called %s in the file now; the old one stays %s"
                        .formatted(kind, old, name, stays)));
  }
}
