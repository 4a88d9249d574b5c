package io.dockeradvanced.compose.internal;

import java.util.List;

/** A service that shares something with another one depends on it. */
final class ImpliedDependencies {
  private static final List<String> NAMESPACES =
      List.of("network_mode", "ipc", "pid", "uts", "cgroup");
  private static final String SERVICE = "service:";
  private static final String CONTAINER = "container:";

  private Mapping dependencies;

  private ImpliedDependencies(Mapping dependencies) {
    this.dependencies = dependencies;
  }

  /** The service with what its links, namespaces and {@code volumes_from} depend on. */
  static Mapping add(Mapping service) {
    ImpliedDependencies implied =
        new ImpliedDependencies(
            service.get("depends_on") instanceof Mapping m ? m : Mapping.empty(service.mark()));
    if (service.get("links") instanceof Sequence links) {
      links.items().forEach(implied::link);
    }
    for (String namespace : NAMESPACES) {
      String mode = service.text(namespace);
      if (mode != null && mode.startsWith(SERVICE)) {
        implied.add(mode.substring(SERVICE.length()), true, service.at(namespace).mark());
      }
    }
    if (service.get("volumes_from") instanceof Sequence others) {
      others.items().forEach(implied::volumes);
    }
    return implied.dependencies.keys().isEmpty()
        ? service
        : service.with("depends_on", implied.dependencies);
  }

  private void link(Node item) {
    String link = ((Scalar) item).text();
    String[] parts = link.split(":", -1);
    add(parts.length == 2 ? parts[0] : link, true, item.mark());
  }

  private void volumes(Node item) {
    String other = ((Scalar) item).text();
    if (!other.startsWith(CONTAINER)) {
      add(other.split(":", -1)[0], false, item.mark());
    }
  }

  private void add(String service, boolean restart, Mark mark) {
    if (!dependencies.has(service)) {
      Mapping dependency =
          Mapping.empty(mark)
              .with("condition", "service_started")
              .with("restart", restart)
              .with("required", true);
      dependencies = dependencies.with(service, dependency);
    }
  }
}
