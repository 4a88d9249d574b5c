package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Plans the pulls of the images that the services of a stack name. */
public final class PullPlanner {
  public static final String KIND = "stack.pull";

  private PullPlanner() {}

  /**
   * @param services those meant; none for all
   */
  public static PlanData plan(DockerHost host, ComposeProject project, Set<String> services) {
    requireServices(project, services);
    PlanData.Builder plan =
        PlanData.of(KIND, host)
            .title("pull the images of " + project.name())
            .subject(project.name())
            .scope(DeployPlanner.scope(project.name()))
            .fingerprint(StackKind.ANY);
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
        plan.step(step(service, Platforms.of(project, service), where));
        plan.change(new Change("pull", "image", image, "", image, List.of()));
      }
    }
    return plan.build();
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

  private static Step step(ServiceSpec service, String platform, String where) {
    String id = ("image " + service.image() + " " + platform).strip();
    Step.Builder step = EnsureImage.step(id, service.image(), "always");
    Data parameters = step.build().parameters().with(Step.WHERE, where);
    if (!platform.isEmpty()) {
      parameters = parameters.with("platform", platform);
    }
    return step.parameters(parameters).why("service " + service.name()).build();
  }
}
