package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans the pulls of the images that the services of a stack name. */
public final class PullPlanner {
  public static final String KIND = "stack.pull";

  private PullPlanner() {}

  /**
   * @param services those meant; none for all
   */
  public static PlanData plan(DockerHost host, ComposeProject project, Set<String> services) {
    requireServices(project, services);
    PlanData.Builder plan = begun(host, project.name());
    Map<String, String> pulls = new TreeMap<>();
    for (ServiceSpec service : project.services().values()) {
      if (!services.isEmpty() && !services.contains(service.name())) {
        continue;
      }
      String image = service.image();
      String where = project.where("services." + service.name() + ".image").orElse("");
      if (image.isEmpty() || service.build().isPresent()) {
        plan.warning("service %s is built, so nothing is pulled".formatted(service.name()));
      } else if (service.pullPolicy().equals("never")) {
        plan.warning("service %s says never to pull".formatted(service.name()));
      } else if (pulls.putIfAbsent(image + " " + Platforms.of(project, service), where) == null) {
        String platform = Platforms.of(project, service);
        plan.step(step(service.name(), image, platform, where));
        plan.change(new Change("pull", "image", image, "", image, List.of()));
      }
      if (!service.pullPolicy().equals("never")) {
        ofHooks(project, service, pulls, plan);
      }
    }
    return plan.build();
  }

  private static void ofHooks(
      ComposeProject project,
      ServiceSpec service,
      Map<String, String> pulls,
      PlanData.Builder plan) {
    for (String image : PreStartBodies.images(project, service)) {
      String where = project.where("services." + service.name() + ".pre_start").orElse("");
      if (pulls.putIfAbsent(image + " ", where) == null) {
        plan.step(step(service.name(), image, "", where));
        plan.change(new Change("pull", "image", image, "", image, List.of()));
      }
    }
  }

  /**
   * Plans what a deploy pulls before all else: the images of its services that are pulled although
   * they are there, now, or are there for another platform. Empty when there are none.
   *
   * @throws InvalidSpec when the deploy itself could not be planned: nothing is pulled for it
   */
  public static Optional<PlanData> before(DockerHost host, Desired whole, DeployOptions options) {
    Desired desired = Choice.of(whole, options);
    PlanData.Builder plan = begun(host, desired.project()).parallelism(options.parallelism());
    Instant now = host.owner().clock().instant();
    Images there = new Images(Engine.of(host));
    Set<String> images = new TreeSet<>();
    for (Desired.Service service : desired.services().values()) {
      if (!desired.isChosen(service.name()) || service.replicas() == 0) {
        continue;
      }
      Optional<String> why = whyFirst(desired, service, there, now);
      String platform = service.platform().orElse("");
      if (why.isPresent() && images.add(service.image() + " " + platform)) {
        String where = service.places().image();
        plan.step(step(service.name(), service.image(), platform, where));
        plan.change(
            new Change("pull", "image", service.image(), why.get(), service.image(), List.of()));
      }
    }
    if (images.isEmpty()) {
      return Optional.empty();
    }
    DeployPlanner.plan(host, whole, options);
    return Optional.of(plan.build());
  }

  /** Why an image that is there is pulled first; empty when it is not. */
  private static Optional<String> whyFirst(
      Desired desired, Desired.Service service, Images there, Instant now) {
    boolean mayMismatch = service.platform().isPresent() && !service.pull().equals("never");
    if (!isFromRegistry(desired, service) || !service.isPulledAgain() && !mayMismatch) {
      return Optional.empty();
    }
    return there
        .mismatch(service.image(), service.platform())
        .or(
            () ->
                there
                    .inspect(service.image())
                    .filter(found -> EnsureImage.isPulledAgain(found, service.pull(), now))
                    .map(found -> ""));
  }

  /** Whether its image may be pulled although it is there; what is built has its own way. */
  static boolean comesFirst(Desired desired, Desired.Service service) {
    return service.isPulledAgain() && isFromRegistry(desired, service);
  }

  private static boolean isFromRegistry(Desired desired, Desired.Service service) {
    return !EnsureImage.isId(service.image()) && Images.build(desired, service.image()).isEmpty();
  }

  private static PlanData.Builder begun(DockerHost host, String project) {
    return PlanData.of(KIND, host)
        .title("pull the images of " + project)
        .subject(project)
        .scope(DeployPlanner.scope(project))
        .fingerprint(StackKind.ANY);
  }

  /**
   * @throws InvalidSpec when the stack lacks one of the services
   */
  static void requireServices(ComposeProject project, Set<String> services) {
    for (String service : services) {
      if (!project.services().containsKey(service)) {
        throw new InvalidSpec(
            service,
            0,
            0,
            "stack %s has no such service; it has %s"
                .formatted(project.name(), String.join(", ", project.services().keySet())));
      }
    }
  }

  private static Step step(String service, String image, String platform, String where) {
    String id = ("image " + image + " " + platform).strip();
    Step.Builder step = EnsureImage.step(id, image, "always");
    Data parameters = step.build().parameters().with(Step.WHERE, where);
    if (!platform.isEmpty()) {
      parameters = parameters.with("platform", platform);
    }
    return step.parameters(parameters).why("service " + service).build();
  }
}
