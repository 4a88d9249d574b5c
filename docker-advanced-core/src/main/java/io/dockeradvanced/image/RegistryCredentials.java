package io.dockeradvanced.image;

import io.dockeradvanced.image.internal.ConfigFileCredentials;
import io.dockeradvanced.image.internal.KnownCredentials;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where logins of registries come from; by default the configuration of the docker command.
 *
 * <pre>{@code
 * Config config = Config.defaults().use(RegistryCredentials.class,
 *     RegistryCredentials.of(Map.of("ghcr.io", RegistryLogin.password("bot", token))));
 * }</pre>
 *
 * <p>Asked anew for every operation, so that a login made meanwhile counts. Must be thread-safe.
 */
@FunctionalInterface
public interface RegistryCredentials {

  /**
   * The login for a registry; empty when there is none, and nothing is proved then.
   *
   * @param registry as in references: {@code docker.io}, {@code ghcr.io}, {@code localhost:5000}
   */
  Optional<RegistryLogin> find(String registry);

  /**
   * Every login there is, by registry or address as it is kept; none where they cannot be listed.
   * Asked only when somebody is to get them all. A registry whose own helper fails is left out.
   */
  default Map<String, RegistryLogin> all() {
    return Map.of();
  }

  /** No logins at all. */
  static RegistryCredentials none() {
    return registry -> Optional.empty();
  }

  /** These logins, by registry. */
  static RegistryCredentials of(Map<String, RegistryLogin> logins) {
    return new KnownCredentials(logins);
  }

  /**
   * What the docker command of this environment has logged in to: {@code config.json} in {@code
   * DOCKER_CONFIG} or {@code ~/.docker}, with its credential helpers.
   */
  static RegistryCredentials ofDocker() {
    return ConfigFileCredentials.of(System.getenv());
  }

  /** As {@link #ofDocker}, from the {@code config.json} in this directory. */
  static RegistryCredentials ofDocker(Path directory) {
    return ConfigFileCredentials.in(directory, System.getenv());
  }
}
