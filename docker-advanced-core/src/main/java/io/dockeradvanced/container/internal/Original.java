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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
    mounts(sources);
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

  // ---- volumes

  /** Volumes that the engine gave a name are those of the original. */
  private void mounts(Map<String, Set<String>> sources) {
    Set<String> handedOn = new TreeSet<>(HandedOn.of(labels()));
    // Volumes of other ones are not told apart from its own, once those are gone.
    boolean own = host.path("VolumesFrom").isEmpty();
    ArrayNode from = Json.object().arrayNode();
    Set<String> known = new HashSet<>();
    for (JsonNode source : host.path("VolumesFrom")) {
      String name = source.asText().split(":", 2)[0];
      if (sources.containsKey(name)) {
        known.addAll(sources.get(name));
        from.add(source);
      }
    }
    if (!host.path("VolumesFrom").isEmpty()) {
      host.set("VolumesFrom", from);
    }
    ArrayNode binds = Json.object().arrayNode();
    for (JsonNode bind : host.path("Binds")) {
      String[] parts = bind.asText().split(":", -1);
      // One part alone is a volume without a name, which is handed on below.
      if (parts.length > 1) {
        known.add(clean(parts[1]));
        binds.add(bind);
      }
    }
    if (!host.path("Binds").isEmpty()) {
      host.set("Binds", binds);
    }
    Map<String, JsonNode> shown = new TreeMap<>();
    for (JsonNode mount : container.path("Mounts")) {
      shown.put(clean(mount.path("Destination").asText()), mount);
    }
    ArrayNode mounts = Json.object().arrayNode();
    for (JsonNode mount : host.path("Mounts")) {
      String target = clean(mount.path("Target").asText());
      known.add(target);
      ObjectNode copy = mount.deepCopy();
      JsonNode volume = shown.get(target);
      if (volume != null && isVolume(mount) && ImageDefaults.isNone(mount.path("Source"))) {
        copy.set("Source", volume.path("Name"));
        handedOn.add(volume.path("Name").asText());
      }
      mounts.add(copy);
    }
    shown.forEach(
        (target, mount) -> {
          if (!isVolume(mount)
              && !own
              && mount.path("Type").asText().equals("bind")
              && !known.contains(target)) {
            String mode = mount.path("RW").asBoolean(true) ? "" : ":ro";
            binds.add(mount.path("Source").asText() + ":" + target + mode);
            host.set("Binds", binds);
          }
          if (isVolume(mount) && !known.contains(target)) {
            mounts
                .addObject()
                .put("Type", "volume")
                .put("Source", mount.path("Name").asText())
                .put("Target", target)
                .put("ReadOnly", !mount.path("RW").asBoolean(true))
                // What the image has there came with the first container that had the volume.
                .putObject("VolumeOptions")
                .put("NoCopy", true);
            if (own) {
              handedOn.add(mount.path("Name").asText());
            }
          }
        });
    if (!mounts.isEmpty()) {
      host.set("Mounts", mounts);
    }
    Set<String> mounted = new TreeSet<>();
    shown.values().forEach(mount -> mounted.add(mount.path("Name").asText()));
    handedOn.removeIf(volume -> !HandedOn.isNameless(volume) || !mounted.contains(volume));
    if (!handedOn.isEmpty()) {
      config.withObject("/Labels").put(HandedOn.LABEL, String.join(",", handedOn));
    }
  }

  /** Where the volumes of a container are. */
  static Set<String> destinations(JsonNode container) {
    Set<String> all = new HashSet<>();
    container.path("Mounts").forEach(mount -> all.add(clean(mount.path("Destination").asText())));
    return all;
  }

  private static boolean isVolume(JsonNode mount) {
    return mount.path("Type").asText().equals("volume");
  }

  /** As the engine writes paths. */
  static String clean(String path) {
    String clean = path.replaceAll("/(\\./)+", "/").replaceAll("//+", "/");
    return clean.length() > 1 && clean.endsWith("/")
        ? clean.substring(0, clean.length() - 1)
        : clean;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
