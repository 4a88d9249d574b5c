package io.dockeradvanced.container;

import io.dockeradvanced.container.internal.ConfigFileProxies;
import io.dockeradvanced.image.internal.DockerConfigFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * The proxies that the containers and the builds of a stack are told of by variables of their
 * environment, where their file does not set those; by default what the configuration of the docker
 * command says.
 *
 * <pre>{@code
 * Config config = Config.defaults().use(ClientProxies.class, ClientProxies.none());
 * }</pre>
 *
 * <p>Asked anew for every plan. Must be thread-safe.
 */
@FunctionalInterface
public interface ClientProxies {

  /**
   * Variables by name, such as {@code HTTP_PROXY} and {@code http_proxy}; values may be secret.
   *
   * @throws io.dockeradvanced.InvalidSpec when nobody can tell; a plan warns of that, and goes on
   */
  Map<String, String> of(URI host);

  /** No proxies at all. */
  static ClientProxies none() {
    return host -> Map.of();
  }

  /**
   * The {@code proxies} of {@code config.json} in {@code DOCKER_CONFIG} or {@code ~/.docker}: those
   * of the host's address, or else of {@code default}.
   */
  static ClientProxies ofDocker() {
    return new ConfigFileProxies(DockerConfigFile.of(System.getenv()));
  }

  /** As {@link #ofDocker()}, from the {@code config.json} in this directory. */
  static ClientProxies ofDocker(Path directory) {
    return new ConfigFileProxies(DockerConfigFile.in(directory));
  }
}
