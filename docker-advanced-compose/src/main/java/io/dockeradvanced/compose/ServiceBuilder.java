package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.JavaTree;
import io.dockeradvanced.compose.internal.Mapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service of a {@link Compose} project. Immutable; each method gives a new one.
 *
 * <p>What has no method of its own is {@link #set}.
 */
public final class ServiceBuilder {
  private final Mapping tree;
  private final String path;

  ServiceBuilder(Mapping tree, String path) {
    this.tree = tree;
    this.path = path;
  }

  Mapping tree() {
    return tree;
  }

  /** The image, such as {@code nginx:1.27}. */
  public ServiceBuilder image(String image) {
    return set("image", image);
  }

  /** The command, word by word; no words clear that of the image. */
  public ServiceBuilder command(String... words) {
    return set("command", List.of(words));
  }

  /** What the command is given to, word by word; no words clear that of the image. */
  public ServiceBuilder entrypoint(String... words) {
    return set("entrypoint", List.of(words));
  }

  /** A variable of the container's environment. */
  public ServiceBuilder environment(String variable, String value) {
    return set("environment." + JavaTree.quoted(variable), value);
  }

  /** Several variables of the container's environment. */
  public ServiceBuilder environment(Map<String, String> variables) {
    ServiceBuilder all = this;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      all = all.environment(variable.getKey(), variable.getValue());
    }
    return all;
  }

  /** A label of the container. */
  public ServiceBuilder label(String label, String value) {
    return set("labels." + JavaTree.quoted(label), value);
  }

  /** A published port in short form, such as {@code 8080:80} or {@code 127.0.0.1:53:53/udp}. */
  public ServiceBuilder port(String port) {
    return add("ports", port);
  }

  /** A port of the container, and the port of the server it is published at. */
  public ServiceBuilder port(int published, int target) {
    return port(published + ":" + target);
  }

  /** A mount in short form, such as {@code data:/var/lib/data} or {@code /srv/www:/www:ro}. */
  public ServiceBuilder volume(String mount) {
    return add("volumes", mount);
  }

  /** A network to join, in place of the stack's default one, with what was set of it before. */
  public ServiceBuilder network(String key) {
    return new ServiceBuilder(
        JavaTree.declare(tree, path + ".networks." + JavaTree.quoted(key)), path);
  }

  /** A service that must be started before this one. */
  public ServiceBuilder dependsOn(String service) {
    return dependsOn(service, DependencySpec.Condition.STARTED);
  }

  /** A service, and what must be true of it before this one is started. */
  public ServiceBuilder dependsOn(String service, DependencySpec.Condition condition) {
    return set("depends_on." + JavaTree.quoted(service) + ".condition", condition.text());
  }

  /** A command of a shell in the container that says by its exit status whether it is well. */
  public ServiceBuilder healthcheck(String shellCommand) {
    return set("healthcheck.test", shellCommand);
  }

  /** {@code no}, {@code always}, {@code on-failure[:N]} or {@code unless-stopped}. */
  public ServiceBuilder restart(String policy) {
    return set("restart", policy);
  }

  /** The number of containers. */
  public ServiceBuilder scale(int containers) {
    return set("scale", containers);
  }

  /** One of the profiles that switch the service on; without any it is always on. */
  public ServiceBuilder profile(String profile) {
    return add("profiles", profile);
  }

  /** A file of variables for the container; it needs a source with a directory. */
  public ServiceBuilder envFile(String file) {
    return add("env_file", file);
  }

  /**
   * Any attribute of a service in the Compose Specification.
   *
   * @param attribute such as {@code deploy.resources.limits.memory} or {@code ports[0].mode}; a key
   *     with dots stands in double quotes
   * @param value a string, number, boolean, Duration, Path, list or map of them, or null
   * @throws IllegalArgumentException when the path or the value is none
   */
  public ServiceBuilder set(String attribute, @Nullable Object value) {
    return new ServiceBuilder(JavaTree.set(tree, path + "." + attribute, value), path);
  }

  private ServiceBuilder add(String attribute, String item) {
    return new ServiceBuilder(JavaTree.append(tree, path + "." + attribute, item), path);
  }
}
