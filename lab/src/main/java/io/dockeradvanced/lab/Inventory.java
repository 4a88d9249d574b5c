package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The containers, networks, volumes and images of an engine at one moment. Images are there once
 * for each name; one that has none goes by its id and its labels.
 *
 * @param things in the order in which they can be removed
 */
record Inventory(Set<Thing> things) {
  enum Kind {
    CONTAINER,
    NETWORK,
    VOLUME,
    IMAGE
  }

  private static final String NAMELESS = "<none>";

  record Thing(Kind kind, String id, String name) implements Comparable<Thing> {
    private static final Comparator<Thing> ORDER =
        Comparator.comparing(Thing::kind).thenComparing(Thing::name).thenComparing(Thing::id);

    /** Whether it is an image with a name: it may be one of the lab, or what all tests share. */
    boolean isNamedImage() {
      return kind == Kind.IMAGE && !name.startsWith(NAMELESS);
    }

    @Override
    public int compareTo(Thing other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }
  }

  static Inventory of(DockerClient docker) {
    Set<Thing> things = new TreeSet<>();
    for (Container container : docker.listContainersCmd().withShowAll(true).exec()) {
      // A container that is being removed can be listed without its name.
      String[] names = container.getNames();
      String name = names == null || names.length == 0 ? "/" + container.getId() : names[0];
      things.add(new Thing(Kind.CONTAINER, container.getId(), name.substring(1)));
    }
    for (Network network : docker.listNetworksCmd().exec()) {
      things.add(new Thing(Kind.NETWORK, network.getId(), network.getName()));
    }
    List<InspectVolumeResponse> volumes = docker.listVolumesCmd().exec().getVolumes();
    if (volumes != null) {
      volumes.forEach(v -> things.add(new Thing(Kind.VOLUME, v.getName(), v.getName())));
    }
    for (Image image : docker.listImagesCmd().exec()) {
      images(image).forEach(things::add);
    }
    return new Inventory(things);
  }

  private static List<Thing> images(Image image) {
    List<String> names = new ArrayList<>(names(image.getRepoTags()));
    // A tag that moved leaves the digest it was pulled by. With containerd's store each tag has one
    // besides; it goes with the tag, and removed by itself takes every other name of the image
    // along.
    Set<String> tagged =
        names.stream()
            .map(name -> name.substring(0, name.lastIndexOf(':')))
            .collect(Collectors.toSet());
    names(image.getRepoDigests()).stream()
        .filter(name -> !tagged.contains(name.substring(0, name.indexOf('@'))))
        .forEach(names::add);
    if (names.isEmpty()) {
      Map<String, String> labels = image.getLabels();
      String name = NAMELESS + (labels == null ? "" : new TreeMap<>(labels).toString());
      return List.of(new Thing(Kind.IMAGE, image.getId(), name));
    }
    return names.stream().map(name -> new Thing(Kind.IMAGE, name, name)).toList();
  }

  /** Engines before 25 name what has no name. */
  private static List<String> names(String @Nullable [] names) {
    return names == null
        ? List.of()
        : Arrays.stream(names).filter(name -> !name.startsWith(NAMELESS)).toList();
  }

  /** What is here and was not there before. By id: a renamed container is not new. */
  List<Thing> since(Inventory before, Predicate<Thing> which) {
    Set<String> old = before.things.stream().map(Thing::id).collect(Collectors.toSet());
    return things.stream().filter(t -> !old.contains(t.id())).filter(which).toList();
  }

  /** Removes it with what it holds; what is gone already is no problem. */
  static void remove(DockerClient docker, Thing thing) {
    try {
      switch (thing.kind()) {
        case CONTAINER ->
            docker.removeContainerCmd(thing.id()).withForce(true).withRemoveVolumes(true).exec();
        case NETWORK -> docker.removeNetworkCmd(thing.id()).exec();
        case VOLUME -> docker.removeVolumeCmd(thing.id()).exec();
        case IMAGE -> docker.removeImageCmd(thing.id()).withForce(true).exec();
      }
    } catch (NotFoundException e) {
      // Somebody was quicker.
    } catch (DockerException e) {
      throw new IllegalStateException(thing + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
