package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ConfigHashes;
import io.dockeradvanced.compose.NetworkSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.stack.DeployOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Turns the Compose model into what the engine is told, as Docker Compose would tell it. */
public final class Translate {
  /** The option of a network's driver that names the interface in the container. */
  static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";

  private final ComposeProject project;
  private final Facts engine;
  private final Meant meant;
  private final Checks checks;
  private final ConfigHashes hashes;
  private final boolean builds;

  /** Of what is not meant, each service by itself. */
  private final Map<String, Checks> others = new LinkedHashMap<>();

  private Translate(
      ComposeProject project, DockerHost host, Collection<String> chosen, boolean builds) {
    this.project = project;
    this.builds = builds;
    this.engine = new Facts(host);
    this.meant = Meant.of(project, chosen);
    this.checks = new Checks(project, engine.api());
    this.hashes = project.hashes().deployed().images(engine.imageIds());
  }

  /**
   * For a deploy of all services.
   *
   * @throws io.dockeradvanced.InvalidSpec when the engine could not do something the file asks for
   */
  static Desired of(ComposeProject project, DockerHost host) {
    return of(project, host, DeployOptions.defaults());
  }

  /**
   * What is wrong with a service that the options do not choose, and that none of those depends on,
   * is nobody's business: it counts as one that no profile switches on. What is not built need not
   * be something that can be.
   *
   * @throws io.dockeradvanced.InvalidSpec when the engine could not do something the file asks for
   */
  public static Desired of(ComposeProject project, DockerHost host, DeployOptions options) {
    Set<String> chosen = new TreeSet<>(options.services());
    if (!chosen.isEmpty()) {
      chosen.addAll(options.scale().keySet());
    }
    return new Translate(project, host, chosen, !options.withoutBuilds()).desired();
  }

  private Desired desired() {
    new UnsupportedChecks(this::checks, engine::info).check(project);
    Proxies proxies = Proxies.of(engine.host(), checks::warn);
    Map<String, Desired.Network> networks = new LinkedHashMap<>();
    project
        .networks()
        .forEach((key, network) -> networks.put(key, topLevel("networks." + key).network(network)));
    Map<String, Desired.Volume> volumes = new LinkedHashMap<>();
    project
        .volumes()
        .forEach((key, volume) -> volumes.put(key, topLevel("volumes." + key).volume(volume)));
    Map<String, Desired.Service> services = services(proxies);
    if (builds) {
      builds(services);
    }
    NamedPeers.refuseCircles(services, checks);
    checks.done();
    Set<String> disabled = new TreeSet<>(project.services().keySet());
    disabled.removeAll(services.keySet());
    disabled.addAll(project.disabledServices());
    return new Desired(
        project.name(),
        networks,
        volumes,
        services,
        services.keySet(),
        disabled,
        warnings(),
        new Adoption(hashes));
  }

  private TopLevel topLevel(String attribute) {
    return new TopLevel(project, checks(attribute));
  }

  private Map<String, Desired.Service> services(Proxies proxies) {
    Map<String, Desired.Service> services = new LinkedHashMap<>();
    project
        .services()
        .forEach(
            (name, service) ->
                services.put(
                    name,
                    new ServiceTranslation(
                            project,
                            engine,
                            hashes,
                            proxies,
                            meant.containers(),
                            of(name),
                            ofBuild(name))
                        .service(service)));
    Set<String> out = new TreeSet<>();
    others.forEach(
        (name, own) -> {
          if (own.hasProblems()) {
            out.add(name);
          }
        });
    // What depends on one that is not there cannot be there either.
    services.keySet().removeAll(ProjectServices.withDependents(project, out));
    return services;
  }

  /** Who hears of what is wrong with an attribute, as {@code services.web.image}. */
  private Checks checks(String attribute) {
    if (meant.isOfNoUse(attribute)) {
      return new Checks(project, engine.api());
    }
    return meant
        .serviceOf(attribute)
        .map(name -> attribute.startsWith("services." + name + ".build") ? ofBuild(name) : of(name))
        .orElse(checks);
  }

  private Checks ofBuild(String service) {
    return builds ? of(service) : new Checks(project, engine.api());
  }

  private Checks of(String service) {
    return meant.has(service)
        ? checks
        : others.computeIfAbsent(service, name -> new Checks(project, engine.api()));
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
        (name, service) ->
            service
                .extras()
                .build()
                .filter(build -> meant.has(name))
                .ifPresent(build -> builds.put(name, build)));
    ImageBuild.byImage(builds, checks);
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
