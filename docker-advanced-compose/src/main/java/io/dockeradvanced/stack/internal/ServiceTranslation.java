package io.dockeradvanced.stack.internal;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ConfigHashes;
import io.dockeradvanced.compose.DependencySpec;
import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.PortSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.VolumeSpec;
import io.dockeradvanced.compose.internal.ApiSocket;
import io.dockeradvanced.image.internal.Logins;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a service of the Compose model into what the engine is told of its containers. */
final class ServiceTranslation {
  private static final Pattern PUBLISHED = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final ComposeProject project;
  private final Facts engine;
  private final ConfigHashes hashes;
  private final Proxies proxies;
  private final Map<String, String> containers;
  private final Checks checks;
  private final Checks buildChecks;

  /**
   * @param containers the services by the names that the file gives to their containers
   * @param checks who hears of what is wrong
   * @param buildChecks who hears of what is wrong with the build
   */
  ServiceTranslation(
      ComposeProject project,
      Facts engine,
      ConfigHashes hashes,
      Proxies proxies,
      Map<String, String> containers,
      Checks checks,
      Checks buildChecks) {
    this.project = project;
    this.engine = engine;
    this.hashes = hashes;
    this.proxies = proxies;
    this.containers = containers;
    this.checks = checks;
    this.buildChecks = buildChecks;
  }

  Desired.Service service(ServiceSpec service) {
    String at = "services." + service.name();
    check(service);
    NamedPeers named = NamedPeers.of(service, containers, checks);
    References references =
        References.of(project, service, engine.imageIds(), named.uses(), checks);
    String image = Translate.image(project, service);
    String pull = PullPolicy.of(checks, service);
    FileObjects files = FileObjects.of(project, checks, service);
    List<ServiceNetworkSpec> networks = service.networks();
    boolean together = engine.api().atLeast(1, 44);
    List<Desired.Attachment> later = new ArrayList<>();
    Data endpoints = Data.empty();
    for (int i = 0; i < networks.size(); i++) {
      ServiceNetworkSpec network = networks.get(i);
      String name = Translate.networkName(project, network.network());
      Data endpoint = Translate.endpoint(engine.api(), service, network, i == 0);
      if (i == 0 || together) {
        endpoints = endpoints.with(name, endpoint);
      } else {
        later.add(new Desired.Attachment(name, endpoint));
      }
    }
    Data body =
        new ContainerBody(
                service,
                engine.api(),
                this::volumeName,
                new SecurityOptions(project, checks)
                    .of(service.securityOptions(), at + ".security_opt"))
            .of(serviceLabels(service), Translate.mode(project, service))
            .with("Image", image);
    body = proxies.in(files.mounted(ApiSocketBody.add(body, service)));
    if (service.useApiSocket()) {
      files.putIn(at + ".use_api_socket", ApiSocket.FILE, logins(at + ".use_api_socket"));
    }
    if (!endpoints.isEmpty()) {
      body = body.with("NetworkingConfig", Data.of("EndpointsConfig", endpoints));
    }
    return new Desired.Service(
        service.name(),
        image,
        present(Platforms.of(project, service)),
        pull,
        service.scale(),
        hashes.written(service.name()),
        present(service.containerName()),
        networks.stream().map(ServiceNetworkSpec::network).toList(),
        service.mounts().stream()
            .filter(m -> m.type() == MountSpec.Type.VOLUME && !m.source().isEmpty())
            .map(MountSpec::source)
            .toList(),
        named.dependencies(
            service.dependencies().stream().map(d -> dependency(d, references)).toList()),
        service.healthcheck().map(check -> !check.disabled()),
        !service.restart().policy().isEmpty() && !service.restart().policy().equals("no"),
        service
            .stopGracePeriod()
            .map(java.time.Duration::toSeconds)
            .orElse(io.dockeradvanced.container.internal.StopContainer.OWN_GRACE),
        body,
        later,
        mountTargets(service, files),
        ports(service, at),
        references,
        new Extras(
            ServiceHooks.of(
                service,
                PreStartBodies.of(
                    project, service, engine.api(), PullPolicy.ofHooks(service, pull)),
                files.hidden()),
            files.copies(),
            BuildChecks.of(buildChecks, project, service, image)
                .map(build -> build.proxied(proxies.variables()))),
        new Desired.Places(
            checks.where(at), checks.where(at + ".image"), checks.where(at + ".container_name")));
  }

  /** What who may use the engine gets to log in with. */
  private String logins(String attribute) {
    try {
      return Logins.dockerConfig(
          Logins.of(engine.host()), warning -> checks.warn(attribute, withoutEnd(warning)));
    } catch (Cancelled e) {
      throw e;
    } catch (DockerAdvancedException e) {
      checks.problem(
          attribute,
          "the logins of this machine, which it would get, cannot be read: %s",
          withoutEnd(String.valueOf(e.getMessage())));
      return "";
    }
  }

  private static String withoutEnd(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** Without those that the engine chooses, and those that no engine has: they are refused. */
  private List<Desired.Port> ports(ServiceSpec service, String at) {
    List<Desired.Port> ports = new ArrayList<>();
    for (int i = 0; i < service.ports().size(); i++) {
      PortSpec port = service.ports().get(i);
      Matcher m = PUBLISHED.matcher(port.published());
      if (m.matches() && Integer.parseInt(m.group(1)) > 0) {
        int first = Integer.parseInt(m.group(1));
        int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
        String where = checks.where(at + ".ports[" + i + "]");
        ports.add(new Desired.Port(port.hostIp(), first, last, port.protocol(), where));
      }
    }
    return ports;
  }

  /** Container paths that the service mounts itself, so that nothing is handed on to them. */
  private static List<String> mountTargets(ServiceSpec service, FileObjects files) {
    List<String> targets = new ArrayList<>(files.targets());
    service.mounts().forEach(mount -> targets.add(mount.target()));
    for (String entry : service.tmpfs()) {
      int colon = entry.indexOf(':');
      String path = colon < 0 ? entry : entry.substring(0, colon);
      targets.add(
          path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
    return targets;
  }

  /** What the engine would refuse, or misread, only after other things were made. */
  private void check(ServiceSpec service) {
    new ServiceChecks(checks, service).check();
    Platforms.check(checks, project, service);
    new ResourceChecks(checks, service, engine::cpus).check();
    new NamespaceChecks(checks, service, this::hasContainer).check();
    new MountChecks(checks, service, engine::hasImage).check();
    new NetworkChecks(checks, project, service, this::hasContainer, engine::hasNetwork).check();
  }

  private Data serviceLabels(ServiceSpec service) {
    Data labels =
        Data.of(service.labels())
            .with(Labels.PROJECT, project.name())
            .with(Labels.SERVICE, service.name())
            .with(Labels.VERSION, project.composeRelease())
            .with(Labels.ONEOFF, "False")
            .with(Labels.CONFIG_HASH, hashes.written(service.name()))
            .with(
                Labels.DEPENDS_ON,
                String.join(
                    ",",
                    service.dependencies().stream()
                        .map(
                            d ->
                                "%s:%s:%s"
                                    .formatted(d.service(), d.condition().text(), d.restart()))
                        .sorted()
                        .toList()))
            .with(
                Labels.CONFIG_FILES,
                String.join(",", project.configFiles().stream().map(Object::toString).toList()));
    if (project.workingDirectory().isPresent()) {
      labels = labels.with(Labels.WORKING_DIR, project.workingDirectory().get().toString());
    }
    if (!project.environmentFiles().isEmpty()) {
      labels =
          labels.with(
              Labels.ENVIRONMENT_FILE,
              String.join(",", project.environmentFiles().stream().map(Object::toString).toList()));
    }
    return labels;
  }

  /** Also one that this very deploy makes. */
  private boolean hasContainer(String name) {
    return containers.containsKey(name) || engine.hasContainer(name);
  }

  private Optional<String> volumeName(String key) {
    return Optional.ofNullable(project.volumes().get(key)).map(VolumeSpec::name);
  }

  /** What cannot run without the other one stops before it and starts after it. */
  private static Desired.Dependency dependency(DependencySpec dependency, References references) {
    return new Desired.Dependency(
        dependency.service(),
        switch (dependency.condition()) {
          case STARTED -> Desired.Until.STARTED;
          case HEALTHY -> Desired.Until.HEALTHY;
          case COMPLETED_SUCCESSFULLY -> Desired.Until.COMPLETED;
        },
        dependency.required(),
        dependency.restart() || references.running().contains(dependency.service()));
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
