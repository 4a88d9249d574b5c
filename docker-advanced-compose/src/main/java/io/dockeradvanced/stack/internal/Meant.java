package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.DependencySpec;
import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The services of a project that a deploy can be of, and what they use.
 *
 * @param all the names of all services of the project
 * @param files the configs and secrets, as {@code secrets.token}
 * @param containers the services by the names that the file gives to their containers
 */
record Meant(
    Set<String> all,
    Set<String> services,
    Set<String> networks,
    Set<String> volumes,
    Set<String> files,
    Map<String, String> containers) {
  private static final String SERVICES = "services.";

  /**
   * @param chosen those that are named; empty for all
   */
  static Meant of(ComposeProject project, Collection<String> chosen) {
    Set<String> all = project.services().keySet();
    Meant meant =
        new Meant(
            all,
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeMap<>());
    meant.add(project, chosen.isEmpty() ? all : chosen);
    return meant;
  }

  private void add(ComposeProject project, Collection<String> names) {
    for (String name : names) {
      ServiceSpec service = project.services().get(name);
      if (service != null && services.add(name)) {
        if (!service.containerName().isEmpty()) {
          containers.put(service.containerName(), name);
        }
        service.networks().stream().map(ServiceNetworkSpec::network).forEach(networks::add);
        service.mounts().stream().map(MountSpec::source).forEach(volumes::add);
        service.configs().forEach(config -> files.add("configs." + config.source()));
        service.secrets().forEach(secret -> files.add("secrets." + secret.source()));
        service
            .build()
            .ifPresent(b -> b.secrets().forEach(s -> files.add("secrets." + s.source())));
        add(project, service.dependencies().stream().map(DependencySpec::service).toList());
      }
    }
  }

  /**
   * Whether an attribute is of a network, a volume, a config or a secret that none of these uses.
   *
   * @param attribute such as {@code secrets.token.external}
   */
  boolean isOfNoUse(String attribute) {
    Set<String> used =
        switch (attribute.split("\\.", 2)[0]) {
          case "networks" -> prefixed("networks.", networks);
          case "volumes" -> prefixed("volumes.", volumes);
          case "configs", "secrets" -> files;
          default -> Set.of(attribute);
        };
    // A key may have dots in it; where that leaves a doubt, somebody uses it.
    return used.stream()
        .noneMatch(
            key ->
                attribute.equals(key)
                    || attribute.startsWith(key + ".")
                    || attribute.startsWith(key + "["));
  }

  private static Set<String> prefixed(String section, Set<String> keys) {
    return keys.stream().map(section::concat).collect(Collectors.toSet());
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
