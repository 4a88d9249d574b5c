package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.DependencySpec;
import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.NetworkSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.VolumeSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the Compose model into what the engine is told, as Docker Compose would tell it. */
public final class Translate {
  /** The Compose release whose labels and hashes ours equal. */
  static final String COMPOSE_VERSION = "2.40.3";

  private static final int MOST_REPLICAS = 1000;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final Pattern EXPOSE =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(?:tcp|udp|sctp))?");

  /** The grammar of references, by Docker's distribution project; or the id of an image. */
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d+)?/)?"
              + "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*"
              + "(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9]+:[a-f0-9]{32,})?"
              + "|sha256:[a-f0-9]{64}");

  /** The engine's own limit for the name, and the most of tag and digest. */
  private static final int LONGEST_IMAGE_NAME = 255;

  private static final int LONGEST_IMAGE = LONGEST_IMAGE_NAME + 300;
  private static final int SHOWN = 60;

  private final ComposeProject project;
  private final ApiVersion api;
  private final List<InvalidSpec.Finding> findings = new ArrayList<>();

  private Translate(ComposeProject project, ApiVersion api) {
    this.project = project;
    this.api = api;
  }

  /**
   * @throws InvalidSpec when the engine is too old for something the file asks for
   */
  public static Desired of(ComposeProject project, DockerHost host) {
    return new Translate(project, ApiVersion.parse(host.apiVersion())).desired();
  }

  private Desired desired() {
    Map<String, Desired.Network> networks = new LinkedHashMap<>();
    project.networks().forEach((key, network) -> networks.put(key, network(network)));
    Map<String, Desired.Volume> volumes = new LinkedHashMap<>();
    project.volumes().forEach((key, volume) -> volumes.put(key, volume(volume)));
    Map<String, Desired.Service> services = new LinkedHashMap<>();
    project.services().forEach((name, service) -> services.put(name, service(service)));
    if (!findings.isEmpty()) {
      throw new InvalidSpec(findings);
    }
    return new Desired(
        project.name(),
        networks,
        volumes,
        services,
        project.disabledServices(),
        project.warnings());
  }

  private String where(String attribute) {
    return project
        .where(attribute)
        .orElseGet(
            () ->
                project.configFiles().isEmpty()
                    ? project.name()
                    : project.configFiles().get(0).toString());
  }

  private void need(int minor, String attribute, String what) {
    if (!api.atLeast(1, minor)) {
      findings.add(
          InvalidSpec.Finding.at(
              where(attribute),
              "%s needs an engine with API 1.%d; this one has %s".formatted(what, minor, api)));
    }
  }

  // ---- networks and volumes

  private Desired.Network network(NetworkSpec network) {
    String hash = network.external() ? "" : project.networkHash(network.key());
    Data body =
        Data.of("Name", network.name())
            .with("CheckDuplicate", true)
            .with("Labels", labels(network.labels(), Labels.NETWORK, network.key(), hash))
            .with("Internal", network.internal())
            .with("Attachable", network.attachable())
            .with("Options", Data.of(network.driverOptions()))
            .with("EnableIPv6", network.enableIpv6().orElse(false));
    if (!network.driver().isEmpty()) {
      body = body.with("Driver", network.driver());
    }
    if (network.enableIpv4().isPresent()) {
      need(48, "networks." + network.key() + ".enable_ipv4", "enable_ipv4");
      body = body.with("EnableIPv4", network.enableIpv4().get());
    }
    if (!network.ipamDriver().isEmpty() || !network.ipamPools().isEmpty()) {
      List<Data> pools =
          network.ipamPools().stream()
              .map(
                  pool ->
                      present(
                          "Subnet", pool.subnet(),
                          "Gateway", pool.gateway(),
                          "IPRange", pool.ipRange(),
                          "AuxiliaryAddresses", Data.of(pool.auxiliaryAddresses())))
              .toList();
      body = body.with("IPAM", present("Driver", network.ipamDriver()).with("Config", pools));
    }
    return new Desired.Network(
        network.key(),
        network.name(),
        hash,
        network.external(),
        body,
        where("networks." + network.key()));
  }

  private Desired.Volume volume(VolumeSpec volume) {
    String hash = volume.external() ? "" : project.volumeHash(volume.key());
    Data body =
        Data.of("Name", volume.name())
            .with("Driver", volume.driver().isEmpty() ? "local" : volume.driver())
            .with("DriverOpts", Data.of(volume.driverOptions()))
            .with("Labels", labels(volume.labels(), Labels.VOLUME, volume.key(), hash));
    return new Desired.Volume(
        volume.key(),
        volume.name(),
        hash,
        volume.external(),
        body,
        where("volumes." + volume.key()));
  }

  private Data labels(Map<String, String> given, String kind, String key, String hash) {
    return Data.of(given)
        .with(Labels.PROJECT, project.name())
        .with(kind, key)
        .with(Labels.VERSION, COMPOSE_VERSION)
        .with(Labels.CONFIG_HASH, hash);
  }

  // ---- services

  private Desired.Service service(ServiceSpec service) {
    String at = "services." + service.name();
    if (service.healthcheck().flatMap(check -> check.startInterval()).isPresent()) {
      need(44, at + ".healthcheck.start_interval", "start_interval of a health check");
    }
    if (service.mounts().stream().anyMatch(mount -> !mount.subpath().isEmpty())) {
      need(45, at + ".volumes", "subpath of a volume");
    }
    if (!service.annotations().isEmpty()) {
      need(43, at + ".annotations", "annotations");
    }
    checkTexts(service, at);
    List<ServiceNetworkSpec> networks = service.networks();
    boolean together = api.atLeast(1, 44);
    List<Desired.Attachment> later = new ArrayList<>();
    Data endpoints = Data.empty();
    for (int i = 0; i < networks.size(); i++) {
      ServiceNetworkSpec network = networks.get(i);
      String name = networkName(network.network());
      Data endpoint = endpoint(service, network, i == 0);
      if (i == 0 || together) {
        endpoints = endpoints.with(name, endpoint);
      } else {
        later.add(new Desired.Attachment(name, endpoint));
      }
    }
    Data body =
        new ContainerBody(service, api, this::volumeName)
            .of(serviceLabels(service), mode(service, networks));
    if (!endpoints.isEmpty()) {
      body = body.with("NetworkingConfig", Data.of("EndpointsConfig", endpoints));
    }
    return new Desired.Service(
        service.name(),
        service.image(),
        present(service.platform()),
        pull(service),
        service.scale(),
        project.configHash(service.name()),
        present(service.containerName()),
        networks.stream().map(ServiceNetworkSpec::network).toList(),
        service.mounts().stream()
            .filter(m -> m.type() == MountSpec.Type.VOLUME && !m.source().isEmpty())
            .map(MountSpec::source)
            .toList(),
        service.dependencies().stream().map(Translate::dependency).toList(),
        service.healthcheck().map(check -> !check.disabled()),
        !service.restart().policy().isEmpty() && !service.restart().policy().equals("no"),
        service
            .stopGracePeriod()
            .map(java.time.Duration::toSeconds)
            .orElse(io.dockeradvanced.container.internal.StopContainer.OWN_GRACE),
        body,
        later,
        mountTargets(service),
        where(at));
  }

  /** Container paths that the service mounts itself, so that nothing is handed on to them. */
  private static List<String> mountTargets(ServiceSpec service) {
    List<String> targets = new ArrayList<>();
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
  private void checkTexts(ServiceSpec service, String at) {
    if (!isImage(service.image())) {
      problem(at + ".image", "'%s' is not an image reference".formatted(shown(service.image())));
    }
    String name = service.containerName();
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      problem(
          at + ".container_name",
          "'%s' is not a container name; use letters, digits, _ . and -".formatted(shown(name)));
    }
    for (String port : service.expose()) {
      if (!isExpose(port)) {
        problem(
            at + ".expose",
            "'%s' is not a port or a range of ports from 1 to 65535".formatted(port));
      }
    }
    if (service.scale() > MOST_REPLICAS) {
      problem(
          at,
          "service %s has %d replicas; at most %d fit on one engine"
              .formatted(service.name(), service.scale(), MOST_REPLICAS));
    }
  }

  private static boolean isImage(String text) {
    // The length first: the grammar goes one call deeper with each part of the name.
    if (text.length() > LONGEST_IMAGE || !IMAGE.matcher(text).matches()) {
      return false;
    }
    int digest = text.indexOf('@');
    String tagged = digest < 0 ? text : text.substring(0, digest);
    int tag = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    return (tag < 0 ? tagged.length() : tag) <= LONGEST_IMAGE_NAME;
  }

  /** The beginning of a text that may be of any length. */
  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static boolean isExpose(String text) {
    Matcher m = EXPOSE.matcher(text);
    if (!m.matches()) {
      return false;
    }
    int first = Integer.parseInt(m.group(1));
    int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
    return first >= 1 && first <= last && last <= 65535;
  }

  private void problem(String attribute, String message) {
    findings.add(InvalidSpec.Finding.at(where(attribute), message));
  }

  private String mode(ServiceSpec service, List<ServiceNetworkSpec> networks) {
    if (!service.networkMode().isEmpty()) {
      return service.networkMode();
    }
    return networks.isEmpty() ? "none" : networkName(networks.get(0).network());
  }

  private Data serviceLabels(ServiceSpec service) {
    Data labels =
        Data.of(service.labels())
            .with(Labels.PROJECT, project.name())
            .with(Labels.SERVICE, service.name())
            .with(Labels.VERSION, COMPOSE_VERSION)
            .with(Labels.ONEOFF, "False")
            .with(Labels.CONFIG_HASH, project.configHash(service.name()))
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

  private Data endpoint(ServiceSpec service, ServiceNetworkSpec network, boolean first) {
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
    if (!network.driverOptions().isEmpty()) {
      endpoint = endpoint.with("DriverOpts", Data.of(network.driverOptions()));
    }
    String mac = network.macAddress();
    if (mac.isEmpty() && first && api.atLeast(1, 44)) {
      mac = service.macAddress();
    }
    return mac.isEmpty() ? endpoint : endpoint.with("MacAddress", mac);
  }

  private String networkName(String key) {
    NetworkSpec network = project.networks().get(key);
    return network == null ? key : network.name();
  }

  private String volumeName(String key) {
    VolumeSpec volume = project.volumes().get(key);
    return volume == null ? key : volume.name();
  }

  private static Desired.Dependency dependency(DependencySpec dependency) {
    return new Desired.Dependency(
        dependency.service(),
        switch (dependency.condition()) {
          case STARTED -> Desired.Until.STARTED;
          case HEALTHY -> Desired.Until.HEALTHY;
          case COMPLETED_SUCCESSFULLY -> Desired.Until.COMPLETED;
        },
        dependency.required());
  }

  private String pull(ServiceSpec service) {
    return switch (service.pullPolicy()) {
      case "", "missing", "if_not_present" -> "missing";
      case "always" -> "always";
      case "never" -> "never";
      default -> {
        findings.add(
            InvalidSpec.Finding.at(
                where("services." + service.name() + ".pull_policy"),
                "pull_policy '%s' is not supported yet; use always, missing or never"
                    .formatted(service.pullPolicy())));
        yield "missing";
      }
    };
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
