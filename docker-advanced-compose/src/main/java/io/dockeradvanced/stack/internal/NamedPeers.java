package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a service has of containers that it names as {@code container:NAME} or links to, where NAME
 * is the {@code container_name} of another service of the file. Docker Compose makes no dependency
 * of that, so that it is a matter of luck who comes first; here the other one does, and a successor
 * of it brings a successor of this one, which would otherwise keep a dead namespace. The file is
 * hashed as it is.
 *
 * @param waits the services that come before
 */
record NamedPeers(List<References.Use> uses, Set<String> waits) {
  private static final String CONTAINER = "container:";

  /**
   * @param containers the services by the names of their containers
   */
  static NamedPeers of(ServiceSpec service, Map<String, String> containers, Checks checks) {
    NamedPeers peers = new NamedPeers(new ArrayList<>(), new LinkedHashSet<>());
    String at = "services." + service.name() + ".";
    Finder finder = new Finder(service, containers, checks);
    finder.namespace(peers, "NetworkMode", service.networkMode(), "network", at + "network_mode");
    finder.namespace(peers, "IpcMode", service.ipc(), "IPC namespace", at + "ipc");
    finder.namespace(peers, "PidMode", service.pid(), "PID namespace", at + "pid");
    List<String> entries = service.volumesFrom();
    for (int i = 0; i < entries.size(); i++) {
      VolumesFrom from = VolumesFrom.of(entries.get(i));
      String attribute = at + "volumes_from[" + i + "]";
      if (from.outside() && from.wellFormed()) {
        finder.use(peers, "VolumesFrom", i, from.target(), from.mode(), "volumes", attribute);
      }
    }
    // In a network of their own they are a name only, which may be there or not.
    List<String> links = service.networks().isEmpty() ? service.externalLinks() : List.of();
    for (String link : links) {
      String other = containers.getOrDefault(link.split(":", -1)[0], service.name());
      if (!other.equals(service.name())) {
        peers.waits().add(other);
      }
    }
    return peers;
  }

  private record Finder(ServiceSpec service, Map<String, String> containers, Checks checks) {
    void namespace(NamedPeers peers, String field, String mode, String words, String attribute) {
      if (mode.startsWith(CONTAINER)) {
        use(peers, field, -1, mode.substring(CONTAINER.length()), "", words, attribute);
      }
    }

    void use(
        NamedPeers peers,
        String field,
        int index,
        String name,
        String after,
        String words,
        String attribute) {
      String other = containers.get(name);
      if (service.name().equals(other)) {
        checks.problem(attribute, "container '%s' is its own; name another one", name);
      } else if (other != null) {
        peers.waits().add(other);
        String before = index < 0 ? CONTAINER : "";
        peers
            .uses()
            .add(
                new References.Use(
                    other, field, index, before, after, words, checks.where(attribute)));
      }
    }
  }

  /** What the file says a service depends on, and what it waits for besides. */
  List<Desired.Dependency> dependencies(Collection<Desired.Dependency> written) {
    List<Desired.Dependency> all = new ArrayList<>(written);
    Set<String> more = new LinkedHashSet<>(waits);
    written.forEach(dependency -> more.remove(dependency.service()));
    Set<String> shared = new LinkedHashSet<>();
    uses.stream().filter(References.Use::isNamespace).forEach(use -> shared.add(use.service()));
    for (String other : more) {
      boolean restart = shared.contains(other);
      all.add(new Desired.Dependency(other, Desired.Until.STARTED, true, restart));
    }
    return List.copyOf(all);
  }

  /** The loader refuses those of what is written as a dependency. */
  static void refuseCircles(Map<String, Desired.Service> services, Checks checks) {
    Set<String> seen = new LinkedHashSet<>();
    for (String service : services.keySet()) {
      visit(service, services, new ArrayList<>(), seen, checks);
    }
  }

  private static void visit(
      String name,
      Map<String, Desired.Service> services,
      List<String> path,
      Set<String> seen,
      Checks checks) {
    if (path.contains(name)) {
      List<String> circle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
      circle.add(name);
      checks.problem(
          "services." + name,
          "each of these needs the next one's container before its own: %s",
          String.join(" -> ", circle));
      return;
    }
    Desired.Service service = services.get(name);
    if (service != null && seen.add(name)) {
      path.add(name);
      service.dependencies().forEach(d -> visit(d.service(), services, path, seen, checks));
      path.remove(path.size() - 1);
    }
  }
}
