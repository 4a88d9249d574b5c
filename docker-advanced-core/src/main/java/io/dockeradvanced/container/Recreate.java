package io.dockeradvanced.container;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has a container made anew as it is, but for what is changed here. Immutable.
 *
 * <pre>{@code
 * Containers.on(host).recreate(Recreate.container("web").image("shop/web:1.5"));
 * }</pre>
 *
 * <p>What the container has from its image it will have from its new image; what was asked for when
 * it was made stays: its volumes, the anonymous ones too, its networks with addresses and aliases,
 * and every field that the engine tells of it, also those this library does not know. Files that
 * were changed inside of it do not, save those of {@link #keep}.
 *
 * @param container its name or id
 * @param image what it is made of; empty for what it was made of, by that name
 * @param environment variables that it gets, or gets other values of
 * @param labels that it gets, or gets other values of
 * @param keep files and directories of its own layer that are taken along, as absolute paths
 * @param pull whether the image is pulled also when the engine has it
 * @param healthTimeout how long it may take to be well
 */
public record Recreate(
    String container,
    String image,
    Map<String, String> environment,
    Map<String, String> labels,
    List<String> keep,
    boolean pull,
    Duration healthTimeout) {

  public Recreate {
    if (requireNonNull(container, "container is null").isBlank()) {
      throw new IllegalArgumentException("container is empty");
    }
    requireNonNull(image, "image is null");
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    keep = keep.stream().map(Recreate::path).toList();
    for (String key : environment.keySet()) {
      if (key.isEmpty() || key.contains("=")) {
        throw new IllegalArgumentException("'" + key + "' is no name of a variable");
      }
    }
    if (healthTimeout.isNegative() || healthTimeout.isZero()) {
      throw new IllegalArgumentException("healthTimeout is not positive: " + healthTimeout);
    }
  }

  private static String path(String given) {
    String path =
        given.length() > 1 && given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    if (!path.startsWith("/") || path.equals("/") || (path + "/").matches(".*/(\\.{0,2})/.*")) {
      throw new IllegalArgumentException(
          "'" + given + "' is no plain absolute path of something in a container");
    }
    return path;
  }

  /** As it is. */
  public static Recreate container(String nameOrId) {
    return new Recreate(nameOrId, "", Map.of(), Map.of(), List.of(), false, Duration.ofMinutes(5));
  }

  /** Of this image. */
  public Recreate image(String reference) {
    return new Recreate(container, reference, environment, labels, keep, pull, healthTimeout);
  }

  /** With this variable. */
  public Recreate environment(String key, String value) {
    return new Recreate(
        container, image, put(environment, key, value), labels, keep, pull, healthTimeout);
  }

  /** With this label. */
  public Recreate label(String key, String value) {
    return new Recreate(
        container, image, environment, put(labels, key, value), keep, pull, healthTimeout);
  }

  /** With this file or directory of the one that it replaces. */
  public Recreate keep(String path) {
    List<String> more = new ArrayList<>(keep);
    more.add(path);
    return new Recreate(container, image, environment, labels, more, pull, healthTimeout);
  }

  public Recreate pull(boolean always) {
    return new Recreate(container, image, environment, labels, keep, always, healthTimeout);
  }

  public Recreate healthTimeout(Duration timeout) {
    return new Recreate(container, image, environment, labels, keep, pull, timeout);
  }

  private static Map<String, String> put(Map<String, String> map, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  /** Without the values of variables and labels, which may be secret. */
  @Override
  public String toString() {
    return "Recreate[%s, image=%s, environment=%s, labels=%s, keep=%s]"
        .formatted(container, image, environment.keySet(), labels.keySet(), keep);
  }
}
