package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the containers of a service have of other containers: namespaces, volumes, links.
 *
 * @param uses fields that name the first container of another service by its id
 * @param mountsOthers whether there is any {@code volumes_from}
 * @param links names of other services' containers, and of containers outside of the stack
 * @param linksById whether links are those of the engine's default network, which go by id
 * @param hash what the config-hash is the digest of, by the ids of other services' containers
 */
record References(
    List<Use> uses, boolean mountsOthers, List<Link> links, boolean linksById, UnaryHash hash) {

  /** Makes the text that is hashed. */
  interface UnaryHash {
    String text(UnaryOperator<String> container);
  }

  /**
   * @param field of the host configuration
   * @param index in the field when it is a list, else -1
   * @param before what stands before the id
   * @param after what stands after the id
   * @param words what is used, for messages
   * @param where position in the file, for messages
   */
  record Use(
      String service,
      String field,
      int index,
      String before,
      String after,
      String words,
      String where) {
    /** Namespaces are gone when the container that has them stops. */
    boolean isNamespace() {
      return index < 0;
    }
  }

  /**
   * @param target a service, or a container outside of the stack
   */
  record Link(String target, String alias, boolean external) {}

  private static final String SERVICE = "service:";
  private static final Set<String> LEGACY = Set.of("bridge", "default", "none");

  /**
   * @param named what it has of containers that go by a name of the file, not by their service
   */
  static References of(
      ComposeProject project,
      ServiceSpec service,
      UnaryOperator<String> imageIds,
      List<Use> named,
      Checks checks) {
    String at = "services." + service.name();
    List<Use> uses = new ArrayList<>(named);
    namespace(uses, "NetworkMode", service.networkMode(), "network", checks, at + ".network_mode");
    namespace(uses, "IpcMode", service.ipc(), "IPC namespace", checks, at + ".ipc");
    donor(project, service.ipc(), checks, at + ".ipc");
    namespace(uses, "PidMode", service.pid(), "PID namespace", checks, at + ".pid");
    List<String> entries = service.volumesFrom();
    for (int i = 0; i < entries.size(); i++) {
      VolumesFrom from = VolumesFrom.of(entries.get(i));
      if (!from.outside()) {
        String where = checks.where(at + ".volumes_from[" + i + "]");
        uses.add(new Use(from.target(), "VolumesFrom", i, "", from.mode(), "volumes", where));
      }
    }
    List<Link> links = new ArrayList<>();
    service.links().forEach(link -> links.add(link(link, false)));
    service.externalLinks().forEach(link -> links.add(link(link, true)));
    String mode = service.networkMode();
    boolean joins = !service.networks().isEmpty();
    return new References(
        List.copyOf(uses),
        !entries.isEmpty(),
        List.copyOf(links),
        !joins && (mode.isEmpty() || LEGACY.contains(mode)),
        container -> project.configHashInput(service.name(), container, imageIds));
  }

  private static void namespace(
      List<Use> uses, String field, String mode, String words, Checks checks, String attribute) {
    if (mode.startsWith(SERVICE)) {
      String other = mode.substring(SERVICE.length());
      uses.add(new Use(other, field, -1, "container:", "", words, checks.where(attribute)));
    }
  }

  /** The engine refuses it only when the container starts. */
  private static void donor(ComposeProject project, String mode, Checks checks, String attribute) {
    ServiceSpec other =
        mode.startsWith(SERVICE) ? project.services().get(mode.substring(SERVICE.length())) : null;
    if (other == null) {
      return;
    }
    if (Set.of("private", "none").contains(other.ipc())) {
      checks.problem(
          attribute,
          "service %s keeps its IPC namespace to itself; say ipc: shareable there",
          other.name());
    } else if (other.ipc().isEmpty()) {
      checks.warn(
          attribute,
          "most engines let nobody use the IPC namespace of service %s; say ipc: shareable there"
              .formatted(other.name()));
    }
  }

  private static Link link(String text, boolean external) {
    String[] parts = text.split(":", -1);
    return new Link(parts[0], parts.length == 2 ? parts[1] : parts[0], external);
  }

  /** Whether the config-hash is of ids of containers, not of the file alone. */
  boolean enterHash() {
    return !uses.isEmpty() || mountsOthers;
  }

  /** Services without whose running containers those of this one cannot start. */
  Set<String> running() {
    Set<String> services =
        uses.stream()
            .filter(Use::isNamespace)
            .map(Use::service)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (linksById) {
      links.stream().filter(link -> !link.external()).forEach(link -> services.add(link.target()));
    }
    return services;
  }

  /** Services whose volumes are mounted, too. */
  Set<String> volumes() {
    return uses.stream()
        .filter(use -> !use.isNamespace())
        .map(Use::service)
        .collect(Collectors.toSet());
  }
}
