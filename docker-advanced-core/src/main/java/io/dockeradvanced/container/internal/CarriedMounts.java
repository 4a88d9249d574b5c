package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.internal.json.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a container has mounted, for one that is made in its place: volumes that the engine gave a
 * name are those of the original.
 */
final class CarriedMounts {
  private final JsonNode container;
  private final ObjectNode host;

  /** Whether all that it has is its own: volumes of other ones are not told apart, once gone. */
  private final boolean own;

  /** Paths that what was asked for says something about already. */
  private final Set<String> known = new HashSet<>();

  private final Map<String, JsonNode> shown = new TreeMap<>();
  private final Set<String> handedOn;

  /**
   * @param host the HostConfig of the new one, which is that of the original so far
   */
  CarriedMounts(JsonNode container, ObjectNode host) {
    this.container = container;
    this.host = host;
    this.own = host.path("VolumesFrom").isEmpty();
    this.handedOn = new TreeSet<>(HandedOn.of(container.path("Config").path("Labels")));
    for (JsonNode mount : container.path("Mounts")) {
      shown.put(clean(mount.path("Destination").asText()), mount);
    }
  }

  /**
   * Changes {@code host}.
   *
   * @param sources destinations of the volumes of each container that it takes volumes from and
   *     that is still there
   * @return names of the volumes without a name that go over to the new one
   */
  Set<String> carry(Map<String, Set<String>> sources) {
    sources(sources);
    ArrayNode binds = binds();
    ArrayNode mounts = mounts();
    shown.forEach(
        (target, mount) -> {
          if (!known.contains(target)) {
            unasked(target, mount, binds, mounts);
          }
        });
    if (!binds.isEmpty() || !host.path("Binds").isEmpty()) {
      host.set("Binds", binds);
    }
    if (!mounts.isEmpty()) {
      host.set("Mounts", mounts);
    }
    Set<String> mounted = new TreeSet<>();
    shown.values().forEach(mount -> mounted.add(mount.path("Name").asText()));
    handedOn.removeIf(volume -> !HandedOn.isNameless(volume) || !mounted.contains(volume));
    return handedOn;
  }

  private void sources(Map<String, Set<String>> sources) {
    if (own) {
      return;
    }
    ArrayNode from = Json.object().arrayNode();
    for (JsonNode source : host.path("VolumesFrom")) {
      String name = source.asText().split(":", 2)[0];
      if (sources.containsKey(name)) {
        known.addAll(sources.get(name));
        from.add(source);
      }
    }
    host.set("VolumesFrom", from);
  }

  private ArrayNode binds() {
    ArrayNode binds = Json.object().arrayNode();
    for (JsonNode bind : host.path("Binds")) {
      String[] parts = bind.asText().split(":", -1);
      // One part alone is a volume without a name, which is handed on by its own.
      if (parts.length > 1) {
        known.add(clean(parts[1]));
        binds.add(bind);
      }
    }
    return binds;
  }

  private ArrayNode mounts() {
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
    return mounts;
  }

  /** What it has without having asked for it: from its image, or from one that is gone. */
  private void unasked(String target, JsonNode mount, ArrayNode binds, ArrayNode mounts) {
    boolean writable = mount.path("RW").asBoolean(true);
    if (isVolume(mount)) {
      mounts
          .addObject()
          .put("Type", "volume")
          .put("Source", mount.path("Name").asText())
          .put("Target", target)
          .put("ReadOnly", !writable)
          // What the image has there came with the first container that had the volume.
          .putObject("VolumeOptions")
          .put("NoCopy", true);
      if (own) {
        handedOn.add(mount.path("Name").asText());
      }
    } else if (!own && mount.path("Type").asText().equals("bind")) {
      binds.add(mount.path("Source").asText() + ":" + target + (writable ? "" : ":ro"));
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
}
