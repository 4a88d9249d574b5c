package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The platforms of services: as with Docker Compose, those that name none have the one of the
 * variable {@code DOCKER_DEFAULT_PLATFORM}, for pulls, builds and containers.
 */
final class Platforms {
  private static final String DEFAULT = "DOCKER_DEFAULT_PLATFORM";
  private static final Pattern PLATFORM = Pattern.compile("[\\w.-]+(/[\\w.-]+){0,2}");

  private Platforms() {}

  /** Of the containers of a service, and of their image; empty for that of the engine. */
  static String of(ComposeProject project, ServiceSpec service) {
    return service.platform().isEmpty()
        ? project.environment().getOrDefault(DEFAULT, "")
        : service.platform();
  }

  /** What its image is built for; empty for that of the engine. */
  static String ofBuild(ComposeProject project, ServiceSpec service, List<String> built) {
    String platform = of(project, service);
    return !platform.isEmpty() || built.isEmpty() ? platform : built.get(0);
  }

  /** Refuses what is no platform, or none of those that an image is built for. */
  static void check(Checks checks, ComposeProject project, ServiceSpec service) {
    String at = "services." + service.name();
    String platform = of(project, service);
    if (!platform.isEmpty() && !PLATFORM.matcher(platform).matches()) {
      String sentence = "'%s'%s is not a platform such as linux/amd64";
      boolean own = !service.platform().isEmpty();
      checks.problem(
          own ? at + ".platform" : at,
          sentence,
          platform,
          own ? "" : ", which " + DEFAULT + " says,");
      return;
    }
    service
        .build()
        .filter(build -> !platform.isEmpty() && !build.platforms().isEmpty())
        .filter(build -> !build.platforms().contains(platform))
        .ifPresent(
            build ->
                checks.problem(
                    at + ".build.platforms",
                    "%s is not among them, which %s says for service %s; change one of both",
                    platform,
                    DEFAULT,
                    service.name()));
  }
}
