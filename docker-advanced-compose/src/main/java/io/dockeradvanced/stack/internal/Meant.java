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

/**
 * The services of a project that a deploy can be of, and what they use.
 *
 * @param all the names of all services of the project
 * @param containers the services by the names that the file gives to their containers
 */
record Meant(
    Set<String> all,
    Set<String> services,
    Set<String> networks,
    Set<String> volumes,
    Map<String, String> containers) {
  private static final String SERVICES = "services.";

  /**
   * @param chosen those that are named; empty for all
   */
  static Meant of(ComposeProject project, Collection<String> chosen) {
    Set<String> all = project.services().keySet();
    Meant meant =
        new Meant(all, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
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
        add(project, service.dependencies().stream().map(DependencySpec::service).toList());
      }
    }
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
