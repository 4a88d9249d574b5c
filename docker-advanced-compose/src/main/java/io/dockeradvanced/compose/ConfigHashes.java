package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Hashes;
import io.dockeradvanced.compose.internal.Mapping;
import io.dockeradvanced.compose.internal.Model;
import io.dockeradvanced.compose.internal.Release;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the releases of Docker Compose write into the label {@code com.docker.compose.config-hash}
 * for a project. What an older or newer release made is known by it, and need not be made anew.
 *
 * <pre>{@code
 * ConfigHashes hashes = project.hashes();
 * hashes.isService("web", labels.get("com.docker.compose.config-hash"),
 *     labels.get("com.docker.compose.version"));
 * }</pre>
 */
public final class ConfigHashes {
  private final Model model;
  private final UnaryOperator<String> imageIds;
  private final @Nullable UnaryOperator<String> containers;
  private final boolean deployed;
  private final Hashes hashes;

  private ConfigHashes(
      Model model,
      UnaryOperator<String> imageIds,
      @Nullable UnaryOperator<String> containers,
      boolean deployed) {
    this.model = model;
    this.imageIds = imageIds;
    this.containers = containers;
    this.deployed = deployed;
    this.hashes = new Hashes(model, imageIds, containers, deployed);
  }

  static ConfigHashes of(Model model) {
    return new ConfigHashes(model, image -> image, null, false);
  }

  /**
   * The same with what Compose adds to a service only when it deploys it, and {@code docker compose
   * config --hash} leaves out: the socket and the logins of {@code use_api_socket}.
   */
  public ConfigHashes deployed() {
    return new ConfigHashes(model, imageIds, containers, true);
  }

  /**
   * The same on an engine: from Compose 5.1 on a service that mounts an image is hashed with the id
   * of that image.
   *
   * @param ids the id of an image by its name; the name itself where the engine has none
   */
  public ConfigHashes images(UnaryOperator<String> ids) {
    return new ConfigHashes(model, ids, containers, deployed);
  }

  /**
   * The same where a service that refers to another by {@code network_mode}, {@code ipc}, {@code
   * pid} or {@code volumes_from} is hashed with the id of that one's container, as Compose does
   * when it makes containers.
   *
   * @param ids the id of the container that stands for a service, by the name of that
   */
  public ConfigHashes containers(UnaryOperator<String> ids) {
    return new ConfigHashes(model, imageIds, ids, deployed);
  }

  /** The text of which {@link #written} is the digest. */
  String input(String service) {
    return hashes.input(section(model.services(), service, "service"));
  }

  /**
   * The releases that the tests compare with, one for each way of hashing: each stands for those up
   * to the next one.
   */
  public static List<String> epochs() {
    return Hashes.epochs().stream().map(Release::toString).toList();
  }

  /**
   * What a release writes on the containers of a service. There is more than one value where it
   * depends on how its file says something, such as a device with or without its permissions, and
   * none where the release does not know all that the service has.
   *
   * @param release such as {@code 2.26.1}
   * @throws IllegalArgumentException when there is no such service, or release
   */
  public Set<String> service(String service, String release) {
    return hashes.service(service, section(model.services(), service, "service"), known(release));
  }

  /**
   * What is written on the containers of a service: that of {@link ComposeProject#composeRelease}.
   *
   * @throws IllegalArgumentException when there is no such service
   */
  public String written(String service) {
    return service(service, model.release().toString()).iterator().next();
  }

  /** What a release writes on a network: one value; none before 2.31. */
  public Set<String> network(String key, String release) {
    return hashes.network(section(model.networks(), key, "network"), known(release));
  }

  /** What a release writes on a volume: one value; none before 2.32. */
  public Set<String> volume(String key, String release) {
    return hashes.volume(section(model.volumes(), key, "volume"), known(release));
  }

  /**
   * Whether a container of this hash is one of this very service.
   *
   * @param hash the value of its label
   * @param release of the Compose that made it, as its label says; one that is none stands for all
   */
  public boolean isService(String service, String hash, String release) {
    Mapping node = section(model.services(), service, "service");
    return matches(hash, release, one -> hashes.service(service, node, one));
  }

  /** Whether a network of this hash is this very one; as {@link #isService}. */
  public boolean isNetwork(String key, String hash, String release) {
    Mapping node = section(model.networks(), key, "network");
    return matches(hash, release, one -> hashes.network(node, one));
  }

  /** Whether a volume of this hash is this very one; as {@link #isService}. */
  public boolean isVolume(String key, String hash, String release) {
    Mapping node = section(model.volumes(), key, "volume");
    return matches(hash, release, one -> hashes.volume(node, one));
  }

  private static boolean matches(
      String hash, String release, Function<Release, Set<String>> values) {
    Collection<Release> releases =
        Release.find(release)
            .filter(found -> found.compareTo(Release.NEWEST) <= 0)
            .<Collection<Release>>map(List::of)
            .orElseGet(Hashes::epochs);
    return releases.stream().anyMatch(one -> values.apply(one).contains(hash));
  }

  private static Release known(String release) {
    return Release.find(release)
        .orElseThrow(() -> new IllegalArgumentException(release + " is no release of Compose"));
  }

  static Mapping section(Mapping section, String key, String what) {
    if (section.get(key) instanceof Mapping node) {
      return node;
    }
    throw new IllegalArgumentException("The project has no " + what + " " + key);
  }
}
