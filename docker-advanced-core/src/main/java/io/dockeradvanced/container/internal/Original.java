package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.container.Recreate;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container that is to be made anew, as the engine shows it. The body of the call that makes its
 * copy is what the engine shows, so that fields stay that nobody here knows of, save what the
 * engine put there itself.
 */
final class Original {
  private static final String MAC_ADDRESS = "MacAddress";
  private static final List<String> ENDPOINT =
      List.of("IPAMConfig", "Links", "DriverOpts", "GwPriority");

  private final JsonNode container;
  private final JsonNode image;
  private final ApiVersion api;
  private final ObjectNode config;
  private final ObjectNode host;
  private final ObjectNode networks;

  /**
   * @param image of the container's image; missing when the engine has it no more
   * @param sources destinations of the volumes of each container that it takes volumes from and
   *     that is still there
   */
  Original(JsonNode container, JsonNode image, Map<String, Set<String>> sources, ApiVersion api) {
    this.container = container;
    this.image = image;
    this.api = api;
    this.host = container.path("HostConfig").deepCopy();
    this.networks = networks(container);
    this.config = config();
    host.remove("ContainerIDFile");
    links();
    networkMode();
    Set<String> handedOn = new CarriedMounts(container, host).carry(sources);
    if (!handedOn.isEmpty()) {
      config.withObject("/Labels").put(HandedOn.LABEL, String.join(",", handedOn));
    }
  }

  /**
   * What the copy is made by.
   *
   * @param body of the engine's create call
   * @param connect networks that it is put into afterwards
   * @param expected what the engine will tell of it, save what its image gives
   */
  record Copy(Data body, List<Data> connect, Data expected) {}

  JsonNode raw() {
    return container;
  }

  String id() {
    return container.path("Id").asText();
  }

  String name() {
    return Target.name(container);
  }

  /** What it is made of, as it was named. */
  String image() {
    return container.path("Config").path("Image").asText();
  }

  String imageId() {
    return container.path("Image").asText();
  }

  String state() {
    return container.path("State").path("Status").asText();
  }

  boolean isUp() {
    return Target.isRunning(container) || state().equals("restarting");
  }

  JsonNode labels() {
    return container.path("Config").path("Labels");
  }

  JsonNode hostConfig() {
    return container.path("HostConfig");
  }

  /** Whether what it has from its image is known. */
  boolean knowsImage() {
    return image.isObject();
  }

  Optional<String> platform() {
    JsonNode platform = container.path("ImageManifestDescriptor").path("platform");
    if (!platform.has("architecture")) {
      return Optional.empty();
    }
    String variant = platform.path("variant").asText("");
    return Optional.of(
        platform.path("os").asText()
            + "/"
            + platform.path("architecture").asText()
            + (variant.isEmpty() ? "" : "/" + variant));
  }

  /** A digest of this holds until somebody changes the container, or starts or stops it. */
  String fingerprint() {
    return id() + name() + imageId() + isUp() + Likeness.of(container).text();
  }

  Copy copy(String imageName, Recreate change) {
    ObjectNode asked = config.deepCopy();
    asked.put("Image", imageName);
    environment(asked, change.environment());
    ObjectNode labels = asked.withObject("/Labels");
    change.labels().forEach(labels::put);
    ObjectNode expected = Json.object();
    expected.set("Config", asked.deepCopy());
    expected.set("HostConfig", host);
    expected.set("Mounts", container.path("Mounts"));
    expected.putObject("NetworkSettings").set("Networks", networks);

    ObjectNode endpoints = networks.deepCopy();
    String first = mainNetwork();
    String mac = asked.path(MAC_ADDRESS).asText("");
    if (!mac.isEmpty() && api.atLeast(1, 44)) {
      asked.remove(MAC_ADDRESS);
      if (endpoints.get(first) instanceof ObjectNode endpoint) {
        endpoint.put(MAC_ADDRESS, mac);
      }
    }
    List<Data> connect = new ArrayList<>();
    if (!api.atLeast(1, 44)) {
      for (String network : names(networks)) {
        if (!network.equals(first)) {
          Data endpoint = Data.of(Json.toMap(endpoints.remove(network)));
          connect.add(Data.of("network", network).with("endpoint", endpoint));
        }
      }
    }
    ObjectNode body = asked;
    body.set("HostConfig", host);
    if (!endpoints.isEmpty()) {
      body.putObject("NetworkingConfig").set("EndpointsConfig", endpoints);
    }
    return new Copy(Data.of(Json.toMap(body)), connect, Data.of(Json.toMap(expected)));
  }

  private static void environment(ObjectNode asked, Map<String, String> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ArrayNode entries = Json.object().arrayNode();
    for (JsonNode entry : asked.path("Env")) {
      if (!changes.containsKey(ImageDefaults.key(entry))) {
        entries.add(entry);
      }
    }
    changes.forEach((key, value) -> entries.add(key + "=" + value));
    asked.set("Env", entries);
  }

  private ObjectNode config() {
    JsonNode shown = container.path("Config");
    ObjectNode asked = ImageDefaults.without(shown, image.path("Config"));
    if (Likeness.isOwnId(shown.path("Hostname").asText(), id())) {
      asked.remove("Hostname");
    }
    if (Likeness.hasHostnameOfOther(host)) {
      asked.remove(List.of("Hostname", "Domainname"));
    }
    ObjectNode ports = asked.withObject("/ExposedPorts");
    names(host.path("PortBindings")).forEach(port -> ports.putObject(port));
    if (ports.isEmpty() || host.path("NetworkMode").asText().startsWith("container:")) {
      asked.remove("ExposedPorts");
    }
    ObjectNode labels = asked.withObject("/Labels");
    labels.remove(List.of(Target.OPERATION, Reconcile.STEP_LABEL, "com.docker.compose.replace"));
    return asked;
  }

  private void links() {
    ArrayNode links = Json.object().arrayNode();
    for (JsonNode link : host.path("Links")) {
      links.add(link(link.asText()));
    }
    if (!links.isEmpty()) {
      host.set("Links", links);
    }
  }

  /** The engine shows {@code /other:/self/alias}, and takes {@code other:alias}. */
  private static String link(String shown) {
    int colon = shown.indexOf(':');
    if (!shown.startsWith("/") || colon < 0) {
      return shown;
    }
    return shown.substring(1, colon) + ":" + shown.substring(shown.lastIndexOf('/') + 1);
  }

  // ---- networks

  private static ObjectNode networks(JsonNode container) {
    ObjectNode networks = Json.object();
    String id = container.path("Id").asText();
    container
        .path("NetworkSettings")
        .path("Networks")
        .properties()
        .forEach(network -> networks.set(network.getKey(), endpoint(network.getValue(), id)));
    return networks;
  }

  private static ObjectNode endpoint(JsonNode shown, String id) {
    ObjectNode endpoint = Json.object();
    for (String field : ENDPOINT) {
      if (!ImageDefaults.isNone(shown.path(field))) {
        endpoint.set(field, shown.path(field));
      }
    }
    ArrayNode aliases = endpoint.arrayNode();
    for (JsonNode alias : shown.path("Aliases")) {
      if (!Likeness.isOwnId(alias.asText(), id)) {
        aliases.add(alias);
      }
    }
    if (!aliases.isEmpty()) {
      endpoint.set("Aliases", aliases);
    }
    return endpoint;
  }

  /** The network that is meant by the mode may have been named by its id, or be left meanwhile. */
  private void networkMode() {
    String mode = host.path("NetworkMode").asText();
    if (networks.isEmpty() || networks.has(mainNetwork())) {
      return;
    }
    String name = names(networks).get(0);
    for (Map.Entry<String, JsonNode> network :
        container.path("NetworkSettings").path("Networks").properties()) {
      if (!mode.isEmpty() && network.getValue().path("NetworkID").asText().startsWith(mode)) {
        name = network.getKey();
      }
    }
    host.put("NetworkMode", name);
  }

  private String mainNetwork() {
    String mode = host.path("NetworkMode").asText();
    return mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
  }

  /** Whether it was taken out of all its networks: no call makes one like that. */
  boolean isCutOff() {
    String mode = host.path("NetworkMode").asText();
    return networks.isEmpty()
        && !mode.startsWith("container:")
        && !container.path("Config").path("NetworkDisabled").asBoolean();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
