package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.container.internal.SeePulled;
import io.dockeradvanced.container.internal.TryPull;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.PullOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plans the pulls of the images that the services of a stack name. */
public final class PullPlanner {
  public static final String KIND = "stack.pull";
  private static final Set<String> NEVER = Set.of("never", "build");
  private static final Set<String> MISSING = Set.of("missing", "if_not_present");

  private PullPlanner() {}

  /**
   * As {@code docker compose pull} has it.
   *
   * @throws InvalidSpec when services are chosen that the stack does not have
   */
  public static PlanData plan(DockerHost host, ComposeProject project, PullOptions options) {
    ProjectServices.require(project, options.services());
    PlanData.Builder plan = begun(host, project.name());
    Images there = new Images(Engine.of(host));
    Set<String> pulls = new TreeSet<>();
    List<Data> tried = new ArrayList<>();
    for (ServiceSpec service : meant(project, options)) {
      if (!service.pullPolicy().equals("never")) {
        ofHooks(project, service, options, there, pulls, plan);
      }
      String image = service.image();
      String platform = Platforms.of(project, service);
      Optional<String> kept = whyKept(service, platform, options, there);
      if (kept.isPresent()) {
        String name = Translate.image(project, service);
        plan.change(new Change("keep", "image", name, kept.get(), name, List.of()));
        continue;
      }
      if (!pulls.add(image + " " + platform)) {
        continue;
      }
      String where = project.where("services." + service.name() + ".image").orElse("");
      Step step = step(service.name(), image, platform, where);
      if (options.ignoreFailures() || service.build().isPresent()) {
        plan.step(
            TryPull.step(step.id(), image, step.parameters())
                .why("service " + service.name())
                .build());
        tried.add(Data.of("step", step.id()).with("image", image).with("service", service.name()));
      } else {
        plan.step(step);
      }
      plan.change(new Change("pull", "image", image, "", image, List.of()));
    }
    if (!options.ignoreFailures() && !tried.isEmpty()) {
      plan.step(
          SeePulled.step("see pulled", tried)
              .why("an image that can be built keeps no other from being pulled")
              .build());
    }
    return plan.build();
  }

  private static List<ServiceSpec> meant(ComposeProject project, PullOptions options) {
    Set<String> named =
        options.services().isEmpty() ? project.services().keySet() : options.services();
    Set<String> meant =
        options.withDependencies() ? ProjectServices.withDependencies(project, named) : named;
    return project.services().values().stream().filter(s -> meant.contains(s.name())).toList();
  }

  /** Why the image of a service is not pulled; empty when it is. */
  private static Optional<String> whyKept(
      ServiceSpec service, String platform, PullOptions options, Images there) {
    if (service.image().isEmpty()) {
      return Optional.of("only a build gives it");
    }
    String policy = policy(service, options);
    if (NEVER.contains(policy)) {
      return Optional.of("its pull policy is " + policy);
    }
    if (MISSING.contains(policy) && isThere(service.image(), platform, there)) {
      return Optional.of("it is there, and its pull policy is " + policy);
    }
    return options.ignoreBuildable() && service.build().isPresent()
        ? Optional.of("it can be built")
        : Optional.empty();
  }

  /** What is called latest is never there for good, says Compose. */
  private static boolean isThere(String image, String platform, Images there) {
    return ImageNames.isImage(image)
        && (EnsureImage.isId(image) || !isLatest(ImageReference.parse(image)))
        && there.id(image).isPresent()
        && there.mismatch(image, Optional.of(platform)).isEmpty();
  }

  private static boolean isLatest(ImageReference image) {
    return image.digest().isEmpty() && image.orLatest().tag().equals(Optional.of("latest"));
  }

  /** The images of hooks that have one of their own; they are pulled as that of the service. */
  private static void ofHooks(
      ComposeProject project,
      ServiceSpec service,
      PullOptions options,
      Images there,
      Set<String> pulls,
      PlanData.Builder plan) {
    for (String image : PreStartBodies.images(project, service)) {
      boolean stays = MISSING.contains(policy(service, options)) && isThere(image, "", there);
      if (stays || !pulls.add(image + " ")) {
        continue;
      }
      String where = project.where("services." + service.name() + ".pre_start").orElse("");
      Step step = step(service.name(), image, "", where);
      plan.step(
          options.ignoreFailures()
              ? TryPull.step(step.id(), image, step.parameters())
                  .why("pre_start of service " + service.name())
                  .build()
              : step);
      plan.change(new Change("pull", "image", image, "", image, List.of()));
    }
  }

  private static String policy(ServiceSpec service, PullOptions options) {
    return options
        .policy()
        .map(p -> p.name().toLowerCase(Locale.ROOT))
        .orElse(service.pullPolicy());
  }

  /**
   * Plans what a deploy pulls before all else: the images of its services that are pulled although
   * they are there, now, or are there for another platform. Empty when there are none.
   *
   * @throws InvalidSpec when the deploy itself could not be planned: nothing is pulled for it
   */
  public static Optional<PlanData> before(DockerHost host, Desired whole, DeployOptions options) {
    Desired desired = DeployPlanner.chosen(whole, options);
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
