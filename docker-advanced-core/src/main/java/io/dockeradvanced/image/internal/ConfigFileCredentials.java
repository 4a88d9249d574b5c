package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.image.RegistryLogin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logins in a {@code config.json} of the docker command; read anew each time. */
public final class ConfigFileCredentials implements RegistryCredentials {
  private static final String HUB = "docker.io";
  private static final String HUB_KEY = "https://index.docker.io/v1/";
  private static final List<String> HUB_NAMES = List.of(HUB_KEY, "index.docker.io", HUB);
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFileCredentials.class);

  private final DockerConfigFile config;
  private final Path file;
  private final Map<String, String> environment;

  private ConfigFileCredentials(DockerConfigFile config, Map<String, String> environment) {
    this.config = config;
    this.file = config.path();
    this.environment = Map.copyOf(environment);
  }

  /** The file that the docker command would read in this environment. */
  public static RegistryCredentials of(Map<String, String> environment) {
    return new ConfigFileCredentials(DockerConfigFile.of(environment), environment);
  }

  /** The file in this directory; helpers are looked for in the environment's PATH. */
  public static RegistryCredentials in(Path directory, Map<String, String> environment) {
    return new ConfigFileCredentials(DockerConfigFile.in(directory), environment);
  }

  /** The key under which the docker command keeps the login of a registry. */
  public static String key(String registry) {
    return registry.equals(HUB) ? HUB_KEY : registry;
  }

  @Override
  public Optional<RegistryLogin> find(String registry) {
    Optional<JsonNode> read = config.read();
    if (read.isEmpty()) {
      return Optional.empty();
    }
    String helper = helper(read.get(), registry);
    return helper.isEmpty()
        ? fromFile(read.get().path("auths"), registry)
        : CredentialHelper.named(helper, file, environment).get(key(registry));
  }

  @Override
  public Map<String, RegistryLogin> all() {
    return all(warning -> LOG.warn("{}: {}", file, warning));
  }

  /**
   * As with the docker command: a helper that is of one registry only, and fails, costs the login
   * of that one.
   *
   * @param warnings is told of those
   * @throws DockerAdvancedException when the store of all the others does not answer
   */
  Map<String, RegistryLogin> all(Consumer<String> warnings) {
    Map<String, RegistryLogin> all = new TreeMap<>();
    Optional<JsonNode> read = config.read();
    if (read.isEmpty()) {
      return all;
    }
    read.get()
        .path("auths")
        .properties()
        .forEach(
            entry ->
                login(entry.getValue(), entry.getKey())
                    .ifPresent(login -> all.put(entry.getKey(), login)));
    String store = read.get().path("credsStore").asText("");
    if (!store.isEmpty()) {
      CredentialHelper helper = CredentialHelper.named(store, file, environment);
      for (String address : helper.list()) {
        helper.get(address).ifPresent(login -> all.put(address, login));
      }
    }
    read.get()
        .path("credHelpers")
        .properties()
        .forEach(
            entry ->
                ofHelper(entry.getValue().asText(""), entry.getKey(), warnings)
                    .ifPresent(login -> all.put(entry.getKey(), login)));
    return all;
  }

  private Optional<RegistryLogin> ofHelper(
      String helper, String address, Consumer<String> warnings) {
    try {
      return CredentialHelper.named(helper, file, environment).get(address);
    } catch (Cancelled e) {
      throw e;
    } catch (DockerAdvancedException e) {
      warnings.accept("there is no login of %s: %s".formatted(address, e.getMessage()));
      return Optional.empty();
    }
  }

  private static String helper(JsonNode config, String registry) {
    for (String name : registry.equals(HUB) ? HUB_NAMES : List.of(registry)) {
      String helper = config.path("credHelpers").path(name).asText("");
      if (!helper.isEmpty()) {
        return helper;
      }
    }
    return config.path("credsStore").asText("");
  }

  private Optional<RegistryLogin> fromFile(JsonNode auths, String registry) {
    String key = key(registry);
    if (auths.has(key)) {
      return login(auths.path(key), key);
    }
    for (Map.Entry<String, JsonNode> entry : auths.properties()) {
      String host = hostName(entry.getKey());
      if (host.equals(key) || (registry.equals(HUB) && HUB_NAMES.contains(host))) {
        return login(entry.getValue(), entry.getKey());
      }
    }
    return Optional.empty();
  }

  /** Keys may be addresses of old registries. */
  private static String hostName(String key) {
    String rest = key.replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  private Optional<RegistryLogin> login(JsonNode entry, String key) {
    try {
      return read(entry, key);
    } catch (IllegalArgumentException e) {
      throw broken(key);
    }
  }

  private Optional<RegistryLogin> read(JsonNode entry, String key) {
    String registryToken = entry.path("registrytoken").asText("");
    if (!registryToken.isEmpty()) {
      return Optional.of(RegistryLogin.registryToken(registryToken));
    }
    String identity = entry.path("identitytoken").asText("");
    if (!identity.isEmpty()) {
      return Optional.of(RegistryLogin.identityToken(identity));
    }
    String user = entry.path("username").asText("");
    String password = entry.path("password").asText("");
    String auth = entry.path("auth").asText("");
    if (!auth.isEmpty()) {
      String decoded = decode(auth, key);
      int colon = decoded.indexOf(':');
      if (colon <= 0) {
        throw broken(key);
      }
      user = decoded.substring(0, colon);
      password = decoded.substring(colon + 1).replaceAll("\0+$", "");
    }
    return user.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(RegistryLogin.password(user, password));
  }

  private String decode(String auth, String key) {
    try {
      return new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw broken(key);
    }
  }

  private InvalidSpec broken(String key) {
    return config.invalid(
        "the login of " + key + " in it cannot be read; log in again: docker login");
  }

  @Override
  public String toString() {
    return "logins of " + file;
  }
}
