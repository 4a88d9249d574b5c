package io.dockeradvanced.compose.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loaded project.
 *
 * @param root the final tree
 * @param merged the tree as written, after merging; for source marks
 * @param defaultPlatform the platform of services that are built and name none, or null
 */
public record Model(
    String name,
    Mapping root,
    Mapping merged,
    @Nullable String defaultPlatform,
    Map<String, String> variablesUsed,
    List<String> warnings) {

  public Mapping services() {
    return Loader.section(root, "services");
  }

  /** The names of all services of the file, those of other profiles among them. */
  public Set<String> allServices() {
    return Loader.section(merged, "services").keys();
  }

  public Mapping networks() {
    return Loader.section(root, "networks");
  }

  public Mapping volumes() {
    return Loader.section(root, "volumes");
  }

  public Mapping configs() {
    return Loader.section(root, "configs");
  }

  public Mapping secrets() {
    return Loader.section(root, "secrets");
  }

  public Mapping models() {
    return Loader.section(root, "models");
  }

  /** Compose gives a service that is built the default platform before it hashes it. */
  public String serviceHash(Mapping given) {
    String platform = given.text("platform");
    boolean defaulted =
        defaultPlatform != null && given.has("build") && (platform == null || platform.isEmpty());
    Mapping service = defaulted ? given.with("platform", defaultPlatform) : given;
    return sha256(GoJson.forHash(service, ServiceAttributes.SERVICE));
  }

  /** As {@link #serviceHash}, of what Compose makes of the service when it deploys it. */
  public String deployedHash(Mapping service) {
    return serviceHash(ApiSocket.apply(service));
  }

  public String networkHash(Mapping network) {
    return sha256(GoJson.forHash(network, Attributes.NETWORK));
  }

  /** Compose hashes a volume without a driver as a local one. */
  public String volumeHash(Mapping volume) {
    String driver = volume.text("driver");
    Mapping hashed = driver == null || driver.isEmpty() ? volume.with("driver", "local") : volume;
    return sha256(GoJson.forHash(hashed, Attributes.VOLUME));
  }

  /** The canonical model; dollar signs are doubled so that it can be loaded again. */
  public String json() {
    // Compose itself leaves the models out here.
    return GoJson.indented(shown().without("models"), Attributes.ROOT).replace("$", "$$");
  }

  public String yaml() {
    return YamlWriter.write(shown(), Attributes.ROOT).replace("$", "$$");
  }

  private Mapping shown() {
    Mapping shown = root.with("services", services());
    for (String section : List.of("networks", "volumes", "configs", "secrets", "models")) {
      shown = Loader.section(root, section).keys().isEmpty() ? shown.without(section) : shown;
    }
    return shown;
  }

  /** Where the attribute was written, or null where no file says anything of it. */
  public @Nullable Mark where(String path) {
    return Where.find(merged, path);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
