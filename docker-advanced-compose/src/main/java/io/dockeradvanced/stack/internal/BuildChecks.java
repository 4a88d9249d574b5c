package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceBuildSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.internal.RemotePaths;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the engine's own builder is told of a build. What needs BuildKit, the table refuses. */
final class BuildChecks {
  private final Checks checks;
  private final ComposeProject project;
  private final ServiceSpec service;
  private final ServiceBuildSpec build;
  private final String at;

  private BuildChecks(
      Checks checks, ComposeProject project, ServiceSpec service, ServiceBuildSpec build) {
    this.checks = checks;
    this.project = project;
    this.service = service;
    this.build = build;
    this.at = "services." + service.name() + ".build";
  }

  /** How the image of a service is built; empty when it is only pulled. */
  static Optional<ImageBuild> of(
      Checks checks, ComposeProject project, ServiceSpec service, String image) {
    return service.build().map(build -> new BuildChecks(checks, project, service, build).of(image));
  }

  private ImageBuild of(String image) {
    check();
    name(image);
    String policy = service.pullPolicy();
    // Docker Compose tries to pull first what has a name of its own.
    boolean pull = !service.image().isEmpty() && !Set.of("never", "build").contains(policy);
    Data parameters =
        Translate.present(
                "dockerfile", build.dockerfile(),
                "target", build.target(),
                "network", build.network(),
                "isolation", build.isolation(),
                "platform", Platforms.ofBuild(project, service, build.platforms()),
                "shm", build.shmSize(),
                "tags", build.tags(),
                "hosts", hosts(),
                "ulimits", ulimits(),
                "pullBase", build.pull(),
                "noCache", build.noCache(),
                "pull", pull,
                "always", pull && policy.equals("always"))
            .with("context", build.context())
            .with("labels", labels());
    Data secret = Data.of("args", Data.of(build.arguments()));
    if (!build.dockerfileInline().isEmpty()) {
      secret = secret.with("dockerfileText", build.dockerfileInline());
    }
    return new ImageBuild(image, policy.equals("build"), parameters, secret, checks.where(at));
  }

  private Data labels() {
    return Data.of(build.labels())
        .with(Labels.VERSION, project.composeRelease())
        .with(Labels.PROJECT, project.name())
        .with(Labels.SERVICE, service.name());
  }

  private List<Data> hosts() {
    List<Data> hosts = new ArrayList<>();
    for (String host : build.extraHosts()) {
      int equals = host.indexOf('=');
      hosts.add(
          Data.of("name", host.substring(0, equals)).with("address", host.substring(equals + 1)));
    }
    return hosts;
  }

  private List<Data> ulimits() {
    return build.ulimits().stream()
        .map(u -> Data.of("name", u.name()).with("soft", u.soft()).with("hard", u.hard()))
        .toList();
  }

  private void check() {
    // What runs here is built for one platform, where it is known which.
    if (build.platforms().size() > 1 && Platforms.of(project, service).isEmpty()) {
      checks.problem(
          at + ".platforms",
          "platforms needs BuildKit, and images are built by the engine's own builder; leave it out, or"
              + " build the image before and name it with image");
    }
    for (int i = 0; i < build.tags().size(); i++) {
      if (!ImageNames.isName(build.tags().get(i))) {
        checks.problem(
            at + ".tags[" + i + "]",
            "'%s' is not a name for an image",
            ImageNames.shown(build.tags().get(i)));
      }
    }
    context();
  }

  private void name(String image) {
    if (ImageNames.isName(image)) {
      return;
    }
    if (service.image().isEmpty()) {
      checks.problem(
          at,
          "its image would be called '%s', which is no name for one; name it with image",
          image);
    } else if (ImageNames.isImage(image)) {
      checks.problem(
          "services." + service.name() + ".image",
          "what is built cannot have a digest in its name");
    }
  }

  private void context() {
    String context = build.context();
    if (context.startsWith("/") && !project.isBundled(context)) {
      return;
    }
    checks.problem(
        at + ".context",
        RemotePaths.isRemoteContext(context)
            ? "a context that lies elsewhere is not fetched; fetch it, and name the copy"
            : "the context is no directory on this machine; unpack what it lies in, or build the"
                + " image before and name it with image");
  }
}
