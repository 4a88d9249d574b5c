package io.dockeradvanced.image.internal;

import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.image.RegistryLogin;
import java.util.Map;
import java.util.Optional;

/** Logins that were given by registry. */
public final class KnownCredentials implements RegistryCredentials {
  private final Map<String, RegistryLogin> logins;

  /** These. */
  public KnownCredentials(Map<String, RegistryLogin> logins) {
    this.logins = Map.copyOf(logins);
  }

  @Override
  public Optional<RegistryLogin> find(String registry) {
    return Optional.ofNullable(logins.get(registry));
  }

  @Override
  public Map<String, RegistryLogin> all() {
    return logins;
  }

  @Override
  public String toString() {
    return "logins of " + logins.keySet();
  }
}
