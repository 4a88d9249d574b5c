package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which volumes came into being with a container and have no name that anybody gave them.
 *
 * <p>The name alone proves nothing: {@code docker volume create} without a name makes one that
 * looks the same. A container's own are those that it mounts without having been told which; those
 * it got from its predecessor stand in its label {@link Labels#ANONYMOUS}. Everything else may be
 * somebody's data.
 */
final class AnonymousVolumes {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private AnonymousVolumes() {}

  /** Names that look as if nobody had given them. */
  static Set<String> nameless(Observed.Container container) {
    return container.volumesByTarget().values().stream()
        .filter(volume -> FORM.matcher(volume).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that provably came with the container, or with one that it followed. */
  static Set<String> of(Engine engine, Observed.Container container) {
    Set<String> nameless = nameless(container);
    if (nameless.isEmpty()) {
      return nameless;
    }
    Set<String> proven = new TreeSet<>(handedOn(container));
    engine
        .find(Call.get("/containers/" + container.id() + "/json"))
        .ifPresent(inspected -> proven.addAll(unnamed(inspected, nameless)));
    proven.retainAll(nameless);
    return proven;
  }

  /**
   * Those of these volumes that a container has of other ones by {@code volumes_from}.
   *
   * @param all the containers it may have them of
   */
  static Set<String> borrowed(
      Engine engine,
      Observed.Container container,
      Set<String> volumes,
      Collection<Observed.Container> all) {
    if (volumes.isEmpty()) {
      return Set.of();
    }
    Set<String> borrowed = new TreeSet<>();
    engine
        .find(Call.get("/containers/" + container.id() + "/json"))
        .ifPresent(
            inspected -> {
              for (JsonNode from : inspected.path("HostConfig").path("VolumesFrom")) {
                String other = from.asText().split(":", 2)[0];
                all.stream()
                    .filter(c -> c.id().equals(other) || c.name().equals(other))
                    .forEach(c -> borrowed.addAll(c.volumesByTarget().values()));
              }
            });
    borrowed.retainAll(volumes);
    return borrowed;
  }

  private static List<String> handedOn(Observed.Container container) {
    return List.of(container.raw().path("Labels").path(Labels.ANONYMOUS).asText().split(","));
  }

  /** What is mounted although nobody asked for it by name. */
  private static Set<String> unnamed(JsonNode container, Set<String> mounted) {
    JsonNode host = container.path("HostConfig");
    Set<String> unnamed = new TreeSet<>(mounted);
    for (JsonNode bind : host.path("Binds")) {
      unnamed.remove(bind.asText().split(":", 2)[0]);
    }
    for (JsonNode mount : host.path("Mounts")) {
      unnamed.remove(mount.path("Source").asText());
    }
    // Volumes of another container are not told apart from those of its own.
    return host.path("VolumesFrom").isEmpty() ? unnamed : Set.of();
  }
}
