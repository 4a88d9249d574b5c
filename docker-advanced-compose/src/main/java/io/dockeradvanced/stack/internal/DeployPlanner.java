package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.BuildImage;
import io.dockeradvanced.container.internal.CreateNetwork;
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

/** Compares what a stack should be with what the engine has, and plans the difference. */
public final class DeployPlanner {
  public static final String KIND = "stack.deploy";
  private static final Set<String> IMAGES = Set.of(EnsureImage.KIND, BuildImage.KIND);

  private final DockerHost host;
  private final Engine engine;
  private final Desired desired;
  private final Observed observed;
  private final Everyone everyone;
  private final DeployOptions options;
  private final PlanData.Builder plan;
  private final Images images;

  private DeployPlanner(DockerHost host, Desired desired, DeployOptions options) {
    this.host = host;
    this.engine = Engine.of(host);
    this.desired = desired;
    this.options = options;
    JsonNode all = engine.json(Call.get("/containers/json").query("all", true));
    this.observed = Observed.of(host, desired.project(), all);
    this.everyone = new Everyone(all);
    this.plan = PlanData.of(KIND, host);
    this.images = new Images(engine);
  }

  public static PlanData plan(DockerHost host, Desired desired, DeployOptions options) {
    return new DeployPlanner(host, desired, options).plan();
  }

  private PlanData plan() {
    desired.warnings().forEach(plan::warning);
    Map<String, String> networkSteps = networks();
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
                networkSteps,
                volumeSteps));
    for (Desired.Service service : inOrder()) {
      services.plan(service);
    }
    orphans(services);
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

  /** Steps that make networks, by key. */
  private Map<String, String> networks() {
    Map<String, String> steps = new TreeMap<>();
    for (Desired.Network network : desired.networks().values()) {
      Optional<Observed.Network> found = observed.network(network.name());
      if (network.external()) {
        requireExternal("network", "/networks/", network.name(), network.where());
      } else if (found.isEmpty()) {
        refuseForeign(network);
        String id = "create network " + network.name();
        plan.step(
            placed(CreateNetwork.step(id, network.name(), network.body()), network.where())
                .why("it is not there")
                .build());
        plan.change(
            new Change("create", "network", network.name(), "it is not there", "", List.of()));
        steps.put(network.key(), id);
      } else if (found.get().hash().isPresent()
          && !found.get().hash().get().equals(network.hash())) {
        throw new InvalidSpec(
            List.of(
                InvalidSpec.Finding.at(
                    network.where(),
                    ("network %s is on %s with another configuration, and changing a network means"
                            + " making it anew; take the stack down first")
                        .formatted(network.name(), host.name()))));
      } else if (found.get().hash().isEmpty()) {
        plan.warning(
            "network %s was made by an older tool and is used as it is".formatted(network.name()));
      }
    }
    return steps;
  }

  /** With the place in the file that a failure is shown with. */
  private static Step.Builder placed(Step.Builder step, String where) {
    return step.parameters(step.build().parameters().with(Step.WHERE, where));
  }

  /** A network of that name that belongs to somebody else would be mixed up with ours. */
  private void refuseForeign(Desired.Network network) {
    for (JsonNode other : engine.json(Call.get("/networks").filter("name", network.name()))) {
      if (other.path("Name").asText().equals(network.name())) {
        throw new InvalidSpec(
            List.of(
                InvalidSpec.Finding.at(
                    network.where(),
                    "network %s is on %s and does not belong to stack %s; say external: true to use it"
                        .formatted(network.name(), host.name(), desired.project()))));
      }
    }
  }

  private Map<String, String> volumes() {
    Map<String, String> steps = new TreeMap<>();
    for (Desired.Volume volume : desired.volumes().values()) {
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
          && !found.get().hash().get().equals(volume.hash())) {
        plan.warning(
            ("volume %s has another configuration than the file says; it is kept as it is,"
                    + " because making it anew would lose its data")
                .formatted(volume.name()));
      }
    }
    return steps;
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
    return ordered.values();
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
      if (container.oneOff()
          || desired.services().containsKey(container.service())
          || desired.disabled().contains(container.service())) {
        continue;
      }
      if (options.removeOrphans()) {
        services.removeOrphan(container);
      } else {
        plan.warning(
            "%s belongs to service %s, which the file no longer has; it stays"
                .formatted(container.name(), container.service()));
      }
    }
  }
}
