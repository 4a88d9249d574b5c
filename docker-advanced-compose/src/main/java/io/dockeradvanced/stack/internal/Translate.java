package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ConfigHashes;
import io.dockeradvanced.compose.DependencySpec;
import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.NetworkSpec;
import io.dockeradvanced.compose.PortSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.VolumeSpec;
import io.dockeradvanced.compose.internal.ApiSocket;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.image.internal.Logins;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the Compose model into what the engine is told, as Docker Compose would tell it. */
public final class Translate {
  /** The option of a network's driver that names the interface in the container. */
  static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";

  private static final Pattern PUBLISHED = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final ComposeProject project;
  private final DockerHost host;
  private final Engine engine;
  private final ApiVersion api;
  private final Checks checks;
  private final UnaryOperator<String> imageIds;
  private final ConfigHashes hashes;
  private JsonNode info = MissingNode.getInstance();

  private Translate(ComposeProject project, DockerHost host) {
    this.project = project;
    this.host = host;
    this.engine = Engine.of(host);
    this.api = ApiVersion.parse(host.apiVersion());
    this.checks = new Checks(project, api);
    this.imageIds = Adoption.imageIds(engine);
    this.hashes = project.hashes().deployed().images(imageIds);
  }

  /**
   * @throws io.dockeradvanced.InvalidSpec when the engine could not do something the file asks for
   */
  public static Desired of(ComposeProject project, DockerHost host) {
    return new Translate(project, host).desired();
  }

  private Desired desired() {
    new UnsupportedChecks(checks, this::info).check(project);
    TopLevel topLevel = new TopLevel(project, checks);
    Map<String, Desired.Network> networks = new LinkedHashMap<>();
    project.networks().forEach((key, network) -> networks.put(key, topLevel.network(network)));
    Map<String, Desired.Volume> volumes = new LinkedHashMap<>();
    project.volumes().forEach((key, volume) -> volumes.put(key, topLevel.volume(volume)));
    Map<String, Desired.Service> services = new LinkedHashMap<>();
    project.services().forEach((name, service) -> services.put(name, service(service)));
    builds(services);
    checks.done();
    return new Desired(
        project.name(),
        networks,
        volumes,
        services,
        services.keySet(),
        project.disabledServices(),
        warnings(),
        new Adoption(hashes));
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(project.warnings());
    warnings.addAll(checks.warnings());
    return warnings;
  }

  /** Two that build one image in two ways would each use what the other one built. */
  private void builds(Map<String, Desired.Service> services) {
    Map<String, ImageBuild> builds = new LinkedHashMap<>();
    services.forEach(
        (name, service) -> service.extras().build().ifPresent(b -> builds.put(name, b)));
    ImageBuild.byImage(builds, checks);
  }

  private Desired.Service service(ServiceSpec service) {
    String at = "services." + service.name();
    check(service);
    References references = References.of(project, service, imageIds, checks);
    String image = image(project, service);
    String pull = PullPolicy.of(checks, service);
    FileObjects files = FileObjects.of(project, checks, service);
    List<ServiceNetworkSpec> networks = service.networks();
    boolean together = api.atLeast(1, 44);
    List<Desired.Attachment> later = new ArrayList<>();
    Data endpoints = Data.empty();
    for (int i = 0; i < networks.size(); i++) {
      ServiceNetworkSpec network = networks.get(i);
      String name = networkName(project, network.network());
      Data endpoint = endpoint(api, service, network, i == 0);
      if (i == 0 || together) {
        endpoints = endpoints.with(name, endpoint);
      } else {
        later.add(new Desired.Attachment(name, endpoint));
      }
    }
    Data body =
        new ContainerBody(
                service,
                api,
                this::volumeName,
                new SecurityOptions(project, checks)
                    .of(service.securityOptions(), at + ".security_opt"))
            .of(serviceLabels(service), mode(project, service))
            .with("Image", image);
    body = files.mounted(ApiSocketBody.add(body, service));
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
        service.dependencies().stream().map(d -> dependency(d, references)).toList(),
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
                PreStartBodies.of(project, service, api, PullPolicy.ofHooks(service, pull)),
                files.hidden()),
            files.copies(),
            BuildChecks.of(checks, project, service, image)),
        new Desired.Places(
            checks.where(at), checks.where(at + ".image"), checks.where(at + ".container_name")));
  }

  /** What who may use the engine gets to log in with. */
  private String logins(String attribute) {
    try {
      return Logins.dockerConfig(
          Logins.of(host), warning -> checks.warn(attribute, withoutEnd(warning)));
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
    new ResourceChecks(checks, service, this::cpus).check();
    new NamespaceChecks(checks, service, this::hasContainer).check();
    new MountChecks(checks, service, image -> EngineImages.find(engine, image).isPresent()).check();
    new NetworkChecks(
            checks,
            project,
            service,
            this::hasContainer,
            name -> isThere("/networks/" + Call.segment(name)))
        .check();
  }

  /** How many CPUs the engine has. */
  private int cpus() {
    return info().path("NCPU").asInt();
  }

  /** What the engine says of itself; asked once. */
  private JsonNode info() {
    if (info.isMissingNode()) {
      info = engine.json(Call.get("/info"));
    }
    return info;
  }

  private boolean hasContainer(String name) {
    return isThere("/containers/" + Call.segment(name) + "/json");
  }

  private boolean isThere(String path) {
    return engine.find(Call.get(path)).isPresent();
  }

  /** The image of a service by its name; the one it builds where it names none. */
  static String image(ComposeProject project, ServiceSpec service) {
    return service.image().isEmpty() ? project.name() + "-" + service.name() : service.image();
  }

  static String mode(ComposeProject project, ServiceSpec service) {
    if (!service.networkMode().isEmpty()) {
      return service.networkMode();
    }
    List<ServiceNetworkSpec> networks = service.networks();
    return networks.isEmpty() ? "none" : networkName(project, networks.get(0).network());
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

  static Data endpoint(
      ApiVersion api, ServiceSpec service, ServiceNetworkSpec network, boolean first) {
    List<String> aliases = new ArrayList<>();
    aliases.add(service.name());
    aliases.addAll(network.aliases());
    Data endpoint = Data.of("Aliases", aliases);
    Data ipam =
        present(
            "IPv4Address", network.ipv4Address(),
            "IPv6Address", network.ipv6Address());
    if (!network.linkLocalIps().isEmpty()) {
      ipam = ipam.with("LinkLocalIPs", network.linkLocalIps());
    }
    if (!ipam.isEmpty()) {
      endpoint = endpoint.with("IPAMConfig", ipam);
    }
    Data options = Data.of(network.driverOptions());
    if (!network.interfaceName().isEmpty()) {
      options = options.with(INTERFACE_NAME, network.interfaceName());
    }
    if (!options.isEmpty()) {
      endpoint = endpoint.with("DriverOpts", options);
    }
    if (network.gatewayPriority() != 0) {
      endpoint = endpoint.with("GwPriority", network.gatewayPriority());
    }
    String mac = network.macAddress();
    if (mac.isEmpty() && first && api.atLeast(1, 44)) {
      mac = service.macAddress();
    }
    return mac.isEmpty() ? endpoint : endpoint.with("MacAddress", mac);
  }

  static String networkName(ComposeProject project, String key) {
    NetworkSpec network = project.networks().get(key);
    return network == null ? key : network.name();
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

  // ---- small parts

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Keys with their values, without those that are empty. */
  static Data present(Object... pairs) {
    Data data = Data.empty();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      boolean empty =
          value instanceof String text && text.isEmpty()
              || value instanceof List<?> list && list.isEmpty()
              || value instanceof Map<?, ?> map && map.isEmpty()
              || value instanceof Data inner && inner.isEmpty()
              || value instanceof Long number && number == 0
              || value instanceof Integer small && small == 0
              || Boolean.FALSE.equals(value);
      if (!empty) {
        data = data.with((String) pairs[i], value);
      }
    }
    return data;
  }
}
