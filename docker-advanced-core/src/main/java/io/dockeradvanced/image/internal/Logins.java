package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.image.RegistryLogin;
import io.dockeradvanced.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logins as engines want them told: base64 in a header, so that no log of requests has them. */
public final class Logins {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private Logins() {}

  /** Where the owner of a host says that logins come from. */
  public static RegistryCredentials of(DockerHost host) {
    return host.owner()
        .config()
        .part(RegistryCredentials.class)
        .orElseGet(RegistryCredentials::ofDocker);
  }

  /** The value of {@code X-Registry-Auth}: an empty object when there is no login. */
  static String header(Optional<RegistryLogin> login, String registry) {
    return encode(login.map(l -> json(l, registry)).orElseGet(Json::object));
  }

  /**
   * The value of {@code X-Registry-Config}, for builds: logins by registry. Where nobody can tell
   * from outside which ones a build needs it is every login there is, as with the docker command.
   */
  static String config(RegistryCredentials credentials, BaseImages images) {
    ObjectNode all = Json.object();
    if (!images.isKnown()) {
      every(credentials).forEach((registry, login) -> all.set(registry, json(login, registry)));
    }
    for (String registry : images.registries()) {
      String key = ConfigFileCredentials.key(registry);
      if (!all.has(key)) {
        credentials.find(registry).ifPresent(l -> all.set(key, json(l, registry)));
      }
    }
    return encode(all);
  }

  /** By key; as with the docker command, a store that does not answer ends no build. */
  private static Map<String, RegistryLogin> every(RegistryCredentials credentials) {
    Map<String, RegistryLogin> all = new TreeMap<>();
    try {
      credentials
          .all()
          .forEach((registry, login) -> all.put(ConfigFileCredentials.key(registry), login));
    } catch (Cancelled e) {
      throw e;
    } catch (DockerAdvancedException e) {
      LOG.warn("a build may need any login, but they cannot be had: {}", e.getMessage());
    }
    return all;
  }

  /**
   * A {@code config.json} of the docker command with every login there is.
   *
   * @param warnings is told of registries whose login cannot be had
   */
  public static String dockerConfig(RegistryCredentials credentials, Consumer<String> warnings) {
    ObjectNode auths = Json.object();
    Map<String, RegistryLogin> all =
        credentials instanceof ConfigFileCredentials file ? file.all(warnings) : credentials.all();
    all.forEach((registry, login) -> auths.set(ConfigFileCredentials.key(registry), kept(login)));
    ObjectNode config = Json.object();
    config.set("auths", auths);
    return config.toString();
  }

  /** As the docker command keeps it. */
  private static ObjectNode kept(RegistryLogin login) {
    ObjectNode json = Json.object();
    return switch (login.kind()) {
      case PASSWORD ->
          json.put(
              "auth",
              Base64.getEncoder()
                  .encodeToString(
                      (login.user() + ":" + login.secret()).getBytes(StandardCharsets.UTF_8)));
      case IDENTITY_TOKEN -> json.put("identitytoken", login.secret());
      case REGISTRY_TOKEN -> json.put("registrytoken", login.secret());
    };
  }

  private static ObjectNode json(RegistryLogin login, String registry) {
    ObjectNode json = Json.object();
    switch (login.kind()) {
      case PASSWORD -> json.put("username", login.user()).put("password", login.secret());
      case IDENTITY_TOKEN -> json.put("identitytoken", login.secret());
      case REGISTRY_TOKEN -> json.put("registrytoken", login.secret());
    }
    return json.put("serveraddress", ConfigFileCredentials.key(registry));
  }

  private static String encode(ObjectNode json) {
    return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
