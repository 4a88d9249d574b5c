package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands on an engine under one name - that of a stack, say - and what must hold of it after
 * any interruption. Looks with docker-java, so it believes nothing that our code says.
 */
public final class Invariants {
  private static final String PROJECT = "com.docker.compose.project";

  private final DockerClient docker;
  private final String name;
  private final Pattern within;

  private Invariants(DockerClient docker, String name) {
    this.docker = docker;
    this.name = name;
    // crash-1 is not in crash-12.
    this.within = Pattern.compile(Pattern.quote(name) + "(?![0-9a-z])");
  }

  /** Everything whose name contains {@code name}, or that is labelled as of a stack of it. */
  public static Invariants of(DockerClient docker, String name) {
    return new Invariants(docker, name);
  }

  /** The containers by name: temporary ones, helpers and locks too. */
  public Map<String, InspectContainerResponse> containers() {
    Map<String, InspectContainerResponse> found = new TreeMap<>();
    for (Container c : docker.listContainersCmd().withShowAll(true).exec()) {
      String[] names = c.getNames() == null ? new String[0] : c.getNames();
      if (name.equals(c.getLabels().get(PROJECT)) || Arrays.stream(names).anyMatch(this::bears)) {
        try {
          InspectContainerResponse whole = docker.inspectContainerCmd(c.getId()).exec();
          found.put(whole.getName().substring(1), whole);
        } catch (NotFoundException e) {
          // It went between the two looks.
        }
      }
    }
    return found;
  }

  /** {@code container x}, {@code network y} and {@code volume z}. */
  public Set<String> things() {
    Set<String> things = new TreeSet<>();
    containers().keySet().forEach(c -> things.add("container " + c));
    docker.listNetworksCmd().exec().stream()
        .filter(n -> bears(n.getName()) || name.equals(label(n.getLabels())))
        .forEach(n -> things.add("network " + n.getName()));
    List<InspectVolumeResponse> volumes = docker.listVolumesCmd().exec().getVolumes();
    Stream.ofNullable(volumes)
        .flatMap(List::stream)
        .filter(v -> bears(v.getName()) || name.equals(label(v.getLabels())))
        .forEach(v -> things.add("volume " + v.getName()));
    return things;
  }

  private boolean bears(String given) {
    return within.matcher(given).find();
  }

  private static String label(Map<String, String> labels) {
    return Optional.ofNullable(labels).map(all -> all.get(PROJECT)).orElse("");
  }

  /**
   * Asserts that these and no others are there: nothing temporary, no lock, nothing lost.
   *
   * @param things as {@link #things} says them
   */
  public void assertExactly(Collection<String> things) {
    Set<String> found = things();
    if (!found.equals(new TreeSet<>(things))) {
      throw new AssertionError(
          "expected exactly %s%n but there are %s".formatted(new TreeSet<>(things), found));
    }
  }

  /** Asserts that every container runs, under the number that its name says. */
  public void assertServing() {
    containers()
        .forEach(
            (container, details) -> {
              if (!Boolean.TRUE.equals(details.getState().getRunning())) {
                throw new AssertionError(
                    container + " does not run, it is " + details.getState().getStatus());
              }
              String number =
                  details.getConfig().getLabels().get("com.docker.compose.container-number");
              if (number != null && !container.endsWith("-" + number)) {
                throw new AssertionError(container + " has the number " + number);
              }
            });
  }

  /**
   * The value that all containers have in an environment variable, so that they are of one version
   * as a whole; empty when there are no containers.
   *
   * @throws AssertionError when they differ
   */
  public String version(String variable) {
    Map<String, String> versions = new TreeMap<>();
    containers().forEach((container, details) -> versions.put(container, value(details, variable)));
    Set<String> all = new TreeSet<>(versions.values());
    if (all.size() > 1) {
      throw new AssertionError("a mixture of versions: " + versions);
    }
    return all.isEmpty() ? "" : all.iterator().next();
  }

  /** The environment a container was made with, as {@code NAME=value}; a lock has none. */
  public static List<String> environment(InspectContainerResponse container) {
    return Stream.ofNullable(container.getConfig().getEnv()).flatMap(Arrays::stream).toList();
  }

  private static String value(InspectContainerResponse container, String variable) {
    return environment(container).stream()
        .filter(entry -> entry.startsWith(variable + "="))
        .map(entry -> entry.substring(variable.length() + 1))
        .findFirst()
        .orElse("(none)");
  }
}
