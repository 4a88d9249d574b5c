package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.NetworkSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.VolumeSpec;
import io.dockeradvanced.stack.DownOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of a stack goes when it is taken down, and why the rest stays. As with Docker Compose, a
 * file is believed: what it does not speak of is left alone. Without one, all that carries the
 * label of the stack is meant.
 */
final class DownScope {
  private final Observed observed;
  private final DownOptions options;
  private final Optional<ComposeProject> file;

  /** The services whose containers go. */
  private final Set<String> stopped;

  /** Of a file: the services that are looked at, those that go and what they depend on. */
  private final Set<String> meant;

  private final List<Observed.Container> staying = new ArrayList<>();

  private DownScope(
      Observed observed,
      DownOptions options,
      Optional<ComposeProject> file,
      Set<String> stopped,
      Set<String> meant) {
    this.observed = observed;
    this.options = options;
    this.file = file;
    this.stopped = stopped;
    this.meant = meant;
    for (Observed.Container container : observed.containers()) {
      if (whyKept(container).isPresent()) {
        staying.add(container);
      }
    }
  }

  /**
   * @throws InvalidSpec when services are chosen that the file does not have
   */
  static DownScope of(Observed observed, DownOptions options, Optional<ComposeProject> file) {
    if (file.isEmpty()) {
      Set<String> stopped = withDependents(observed, options);
      return new DownScope(observed, options, file, stopped, stopped);
    }
    ComposeProject project = file.get();
    if (options.services().isEmpty()) {
      Set<String> all = project.services().keySet();
      return new DownScope(observed, options, file, all, all);
    }
    refuseUnknown(project, options.services());
    Set<String> meant = ProjectServices.withDependencies(project, options.services());
    // As with Compose: of what these are made of, those go, too, that stand on one that goes.
    Set<String> stopped = ProjectServices.withDependents(project, options.services());
    stopped.retainAll(meant);
    // One of a profile that is off has containers all the same.
    stopped.addAll(options.services());
    return new DownScope(observed, options, file, stopped, meant);
  }

  private static void refuseUnknown(ComposeProject project, Set<String> chosen) {
    Set<String> known = new TreeSet<>(project.services().keySet());
    known.addAll(project.disabledServices());
    List<InvalidSpec.Finding> findings =
        chosen.stream()
            .filter(service -> !known.contains(service))
            .map(
                service ->
                    InvalidSpec.Finding.at(
                        project.name(),
                        "there is no service %s; the stack has %s"
                            .formatted(service, String.join(", ", known))))
            .toList();
    if (!findings.isEmpty()) {
      throw new InvalidSpec(findings);
    }
  }

  /** Nobody can tell a name that is mistyped from one whose containers are gone: both are none. */
  private static Set<String> withDependents(Observed observed, DownOptions options) {
    if (options.services().isEmpty()) {
      return observed.containers().stream()
          .map(Observed.Container::service)
          .collect(Collectors.toCollection(TreeSet::new));
    }
    Order order = new Order(observed.containers());
    return order.names().stream()
        .filter(
            service ->
                options.services().stream()
                    .anyMatch(chosen -> service.equals(chosen) || order.dependsOn(service, chosen)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that go. */
  List<Observed.Container> going() {
    List<Observed.Container> going = new ArrayList<>(observed.containers());
    going.removeAll(staying);
    return going;
  }

  List<Observed.Container> staying() {
    return staying;
  }

  /** The names of the services of the file, or of the labels, whose things are looked at. */
  Set<String> services() {
    return meant;
  }

  /** Why a container stays; empty when it goes. */
  Optional<String> whyKept(Observed.Container container) {
    boolean isStopped = stopped.contains(container.service());
    if (container.oneOff()) {
      if (!options.removeOrphans()) {
        return Optional.of("it is a task; --remove-orphans removes it, too");
      }
      // As with Compose, which takes those along that have ended, whatever they are of.
      return isStopped || container.hasEnded()
          ? Optional.empty()
          : Optional.of("it is a task that has not ended, of a service that is not taken down");
    }
    if (isStopped) {
      return Optional.empty();
    }
    if (isOrphan(container)) {
      return options.removeOrphans()
          ? Optional.empty()
          : Optional.of(
              "the file has no service %s; --remove-orphans removes it, too"
                  .formatted(container.service()));
    }
    return Optional.of(
        options.services().isEmpty()
            ? "none of the chosen profiles switches its service on"
            : "its service was not chosen");
  }

  /** Whether what was left behind of a hook goes. */
  boolean takesHook(Observed.Container hook) {
    return options.services().isEmpty() || stopped.contains(hook.service());
  }

  /** Whether the volumes without a name of one that goes go with it, where volumes go at all. */
  boolean takesVolumes(Observed.Container container) {
    return stopped.contains(container.service());
  }

  private boolean isOrphan(Observed.Container container) {
    return file.map(
            project ->
                !project.services().containsKey(container.service())
                    && !project.disabledServices().contains(container.service()))
        .orElse(false);
  }

  /** Why a network stays; empty when it goes. */
  Optional<String> whyKept(Observed.Network network) {
    if (isNothingMeant()) {
      return Optional.of("none of the chosen services has a container");
    }
    if (file.isPresent()) {
      NetworkSpec declared = file.get().networks().get(network.key());
      if (declared == null
          || declared.external()
          || !declared.name().equals(network.name())
          || !uses(network.key())) {
        return Optional.of(notOfTheFile());
      }
    }
    return user(c -> c.isUp() && c.networks().containsKey(network.name()));
  }

  /** Why a volume stays where volumes go; empty when it goes. */
  Optional<String> whyKept(Observed.Volume volume) {
    if (isNothingMeant()) {
      return Optional.of("none of the chosen services has a container");
    }
    if (file.isPresent()) {
      boolean meantByFile =
          file.get().volumes().values().stream()
              .filter(declared -> !declared.external() && mounts(declared))
              .anyMatch(declared -> declared.name().equals(volume.name()));
      if (!meantByFile) {
        return Optional.of(notOfTheFile());
      }
    }
    return user(c -> c.volumesByTarget().containsValue(volume.name()));
  }

  private boolean isNothingMeant() {
    return file.isEmpty() && !options.services().isEmpty() && stopped.isEmpty();
  }

  private String notOfTheFile() {
    return options.services().isEmpty()
        ? "no service of the file uses it"
        : "no chosen service of the file uses it";
  }

  private boolean uses(String network) {
    return meantSpecs().stream()
        .flatMap(service -> service.networks().stream())
        .map(ServiceNetworkSpec::network)
        .anyMatch(network::equals);
  }

  private boolean mounts(VolumeSpec volume) {
    return meantSpecs().stream()
        .flatMap(service -> service.mounts().stream())
        .filter(mount -> mount.type() == MountSpec.Type.VOLUME)
        .map(MountSpec::source)
        .anyMatch(volume.key()::equals);
  }

  private List<ServiceSpec> meantSpecs() {
    return file.map(
            project ->
                project.services().values().stream()
                    .filter(service -> meant.contains(service.name()))
                    .toList())
        .orElse(List.of());
  }

  /** Who of those that stay uses something, in words. */
  Optional<String> user(Predicate<Observed.Container> uses) {
    return staying.stream()
        .filter(uses)
        .findFirst()
        .map(c -> (c.oneOff() ? "the task " : "container ") + c.name() + " uses it");
  }
}
