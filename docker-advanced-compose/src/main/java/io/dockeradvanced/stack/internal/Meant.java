package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The services of a project that a deploy can be of, and what they use.
 *
 * @param all the names of all services of the project
 * @param uses the networks, volumes, configs and secrets, as {@code secrets.token}
 * @param containers the services by the names that the file gives to their containers
 */
record Meant(
    Set<String> all, Set<String> services, Set<String> uses, Map<String, String> containers) {
  private static final String SERVICES = "services.";
  private static final Set<String> USED = Set.of("networks", "volumes", "configs", "secrets");

  /**
   * @param chosen those that are named; empty for all
   */
  static Meant of(ComposeProject project, Collection<String> chosen) {
    Set<String> all = project.services().keySet();
    Set<String> services =
        ProjectServices.withDependencies(project, chosen.isEmpty() ? all : chosen);
    Meant meant = new Meant(all, services, new TreeSet<>(), new TreeMap<>());
    project.services().values().stream().filter(s -> meant.has(s.name())).forEach(meant::add);
    return meant;
  }

  private void add(ServiceSpec service) {
    if (!service.containerName().isEmpty()) {
      containers.put(service.containerName(), service.name());
    }
    service.networks().forEach(network -> uses.add("networks." + network.network()));
    service.mounts().forEach(mount -> uses.add("volumes." + mount.source()));
    service.configs().forEach(config -> uses.add("configs." + config.source()));
    service.secrets().forEach(secret -> uses.add("secrets." + secret.source()));
    service.build().ifPresent(b -> b.secrets().forEach(s -> uses.add("secrets." + s.source())));
  }

  /**
   * Whether an attribute is of a network, a volume, a config or a secret that none of these uses.
   *
   * @param attribute such as {@code secrets.token.external}
   */
  boolean isOfNoUse(String attribute) {
    // A key may have dots in it; where that leaves a doubt, somebody uses it.
    return USED.contains(attribute.split("\\.", 2)[0])
        && uses.stream().noneMatch(use -> attribute.equals(use) || attribute.startsWith(use + "."));
  }

  boolean has(String service) {
    return services.contains(service);
  }

  /**
   * The service that an attribute is of; names may have dots in them.
   *
   * @param attribute such as {@code services.web.ports[0]}
   */
  Optional<String> serviceOf(String attribute) {
    if (!attribute.startsWith(SERVICES)) {
      return Optional.empty();
    }
    String name = attribute.substring(SERVICES.length());
    while (!all.contains(name)) {
      int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('['));
      if (end < 0) {
        return Optional.empty();
      }
      name = name.substring(0, end);
    }
    return Optional.of(name);
  }
}
