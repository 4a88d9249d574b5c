package io.dockeradvanced.stack.internal;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.PushImage;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.BuildOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans the builds of the images of a stack, and then their pushes. */
public final class BuildPlanner {
  public static final String KIND = "stack.build";

  private final DockerHost host;
  private final ComposeProject project;
  private final BuildOptions options;
  private final Checks checks;
  private final PlanData.Builder plan;

  private BuildPlanner(DockerHost host, ComposeProject project, BuildOptions options) {
    this.host = host;
    this.project = project;
    this.options = options;
    this.checks = new Checks(project, ApiVersion.parse(host.apiVersion()));
    this.plan = PlanData.of(KIND, host);
  }

  /**
   * @throws io.dockeradvanced.InvalidSpec when something cannot be built, with all of that
   */
  public static PlanData plan(DockerHost host, ComposeProject project, BuildOptions options) {
    ProjectServices.require(project, options.services());
    return new BuildPlanner(host, project, options).plan();
  }

  private PlanData plan() {
    Map<String, ImageBuild> builds = new LinkedHashMap<>();
    Collection<String> meant = meant();
    new UnsupportedChecks(attribute -> checks, () -> Engine.of(host).json(Call.get("/info")))
        .check(
            project,
            attribute ->
                meant.stream()
                    .anyMatch(name -> attribute.startsWith("services." + name + ".build.")));
    Proxies proxies = Proxies.of(host, checks::warn);
    for (String name : meant) {
      ServiceSpec service = service(name);
      String image = Translate.image(project, service);
      BuildChecks.of(checks, project, service, image)
          .map(build -> build.asked(options, project.environment()).proxied(proxies.variables()))
          .ifPresentOrElse(build -> builds.put(name, build), () -> notBuilt(name));
    }
    Map<String, ImageBuild> images = ImageBuild.byImage(builds, checks);
    checks.done();
    checks.warnings().forEach(plan::warning);
    List<String> built = new ArrayList<>();
    images
        .values()
        .forEach(
            build -> {
              build.requireFiles();
              String id = "build " + build.image();
              plan.step(build.step(id).why("it was asked for").build());
              plan.change(change("build", build.image()));
              built.add(id);
            });
    if (options.push()) {
      pushed(builds).forEach(image -> push(image, built));
    }
    return plan.title("build the images of " + project.name())
        .subject(project.name())
        .scope(DeployPlanner.scope(project.name()))
        .fingerprint(StackKind.ANY)
        .build();
  }

  private ServiceSpec service(String name) {
    return requireNonNull(project.services().get(name));
  }

  private Collection<String> meant() {
    if (options.services().isEmpty()) {
      return project.services().keySet();
    }
    return options.withDependencies()
        ? ProjectServices.withDependencies(project, options.services())
        : options.services();
  }

  private void notBuilt(String service) {
    if (options.services().contains(service)) {
      plan.warning("service %s has no build, so nothing is built for it".formatted(service));
    }
  }

  /** The names of images that are not the stack's own. */
  private Set<String> pushed(Map<String, ImageBuild> builds) {
    Set<String> pushed = new LinkedHashSet<>();
    builds.forEach(
        (service, build) -> {
          pushed.addAll(build.parameters().texts("tags"));
          if (service(service).image().isEmpty()) {
            plan.warning(
                "the image of service %s has no name of its own, so it is not pushed; name it with image"
                    .formatted(service));
          } else {
            pushed.add(build.image());
          }
        });
    return pushed;
  }

  /** Nobody gets an image of a stack that cannot be built as a whole. */
  private void push(String image, List<String> built) {
    plan.step(PushImage.step("push " + image, image).after(built).build());
    plan.change(change("push", image));
  }

  private static Change change(String action, String image) {
    return new Change(action, "image", image, "it was asked for", image, List.of());
  }
}
