package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.internal.engine.Reconcile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that an engine tells of how a container is made, field by field, in a form in which two that
 * are made alike are equal: without ids, times and state, and with one word for each of the ways to
 * say nothing.
 */
final class Likeness {
  /** Fields in which an empty list is something else than none: nothing is hidden. */
  private static final Set<String> EXACT = Set.of("MaskedPaths", "ReadonlyPaths");

  private static final Set<String> SETS = Set.of("Binds", "Links", "Ulimits");

  /** Where the id is written; and what is compared elsewhere. */
  private static final Set<String> OTHERWISE =
      Set.of("ContainerIDFile", "Labels", "Env", "Image", "Mounts");

  /** Labels that say who made a container and of what, not how. */
  private static final Set<String> MADE =
      Set.of(Target.OPERATION, Reconcile.STEP_LABEL, CreateContainer.IMAGE_LABEL);

  /** What the engine may fill in, at a moment of its own, where none is asked for. */
  private static final Set<String> FILLED_IN = Set.of("HostConfig.Runtime");

  private static final String CONTAINER = "container:";

  private final Map<String, String> fields = new TreeMap<>();

  private Likeness() {}

  /**
   * @param container as the engine shows it, or would
   */
  static Likeness of(JsonNode container) {
    Likeness likeness = new Likeness();
    String id = container.path("Id").asText("");
    JsonNode config = container.path("Config");
    likeness.put("Image", config.path("Image"));
    likeness.putAll("", config);
    for (JsonNode entry : config.path("Env")) {
      likeness.fields.put("Env." + ImageDefaults.key(entry), entry.asText());
    }
    for (Map.Entry<String, JsonNode> label : config.path("Labels").properties()) {
      if (!MADE.contains(label.getKey())) {
        likeness.fields.put("Labels." + label.getKey(), label.getValue().asText());
      }
    }
    JsonNode host = container.path("HostConfig");
    if (isOwnId(config.path("Hostname").asText(), id)) {
      likeness.fields.remove("Hostname");
    }
    if (hasHostnameOfOther(host)) {
      likeness.fields.keySet().removeAll(List.of("Hostname", "Domainname"));
    }
    likeness.putAll("HostConfig.", host);
    for (JsonNode mount : container.path("HostConfig").path("Mounts")) {
      likeness.putAll("HostConfig.Mounts." + mount.path("Target").asText() + ".", mount);
    }
    for (JsonNode mount : container.path("Mounts")) {
      String prefix = "Mounts." + mount.path("Destination").asText() + ".";
      for (String field : List.of("Type", "Name", "Source", "Driver", "RW", "Propagation")) {
        // An image is mounted from a place of its own for each container.
        boolean own = field.equals("Source") && mount.path("Type").asText().equals("image");
        likeness.put(prefix + field, own ? MissingNode.getInstance() : mount.path(field));
      }
    }
    for (Map.Entry<String, JsonNode> network :
        container.path("NetworkSettings").path("Networks").properties()) {
      likeness.network("Networks." + network.getKey(), network.getValue(), id);
    }
    return likeness;
  }

  private void network(String name, JsonNode endpoint, String id) {
    fields.put(name, "");
    for (String field : List.of("IPAMConfig", "Links", "DriverOpts", "GwPriority")) {
      put(name + "." + field, endpoint.path(field));
    }
    Set<String> aliases = new TreeSet<>();
    endpoint.path("Aliases").forEach(alias -> aliases.add(alias.asText()));
    aliases.removeIf(alias -> isOwnId(alias, id));
    if (!aliases.isEmpty()) {
      fields.put(name + ".Aliases", aliases.toString());
    }
  }

  /** Its hostname comes with the namespace it is in. */
  static boolean hasHostnameOfOther(JsonNode host) {
    return host.path("NetworkMode").asText().startsWith(CONTAINER)
        || host.path("UTSMode").asText().equals("host");
  }

  /** Whether this is the name that an engine gives to one that was given none. */
  static boolean isOwnId(String name, String id) {
    return name.length() == 12 && id.startsWith(name);
  }

  private static String alias(String link) {
    return link.substring(Math.max(link.lastIndexOf(':'), link.lastIndexOf('/')) + 1);
  }

  private void putAll(String prefix, JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String key = field.getKey();
      JsonNode value = field.getValue();
      if (EXACT.contains(key)) {
        if (!value.isNull()) {
          fields.put(prefix + key, value.toString());
        }
      } else if (SETS.contains(key)) {
        putSet(prefix + key, value);
      } else if (!OTHERWISE.contains(key)) {
        put(prefix + key, value);
      }
    }
  }

  private void putSet(String name, JsonNode list) {
    Set<String> items = new TreeSet<>();
    boolean links = name.endsWith("Links");
    // Whom a link leads to is known by an id or by a name, which another one may have meanwhile.
    list.forEach(
        item ->
            items.add(
                links ? alias(item.asText()) : item.isTextual() ? item.asText() : item.toString()));
    if (!items.isEmpty()) {
      fields.put(name, items.toString());
    }
  }

  private void put(String name, JsonNode value) {
    if (ImageDefaults.isNone(value)) {
      return;
    }
    if (value.isObject()) {
      value.properties().forEach(e -> put(name + "." + e.getKey(), e.getValue(), e.getKey()));
    } else {
      String text = value.toString();
      // Whose namespace it is, is known by an id, which is another one when it is made anew too.
      fields.put(name, text.startsWith('"' + CONTAINER) ? CONTAINER : text);
    }
  }

  /** A key of an object counts also where nothing stands behind it, as in lists of ports. */
  private void put(String name, JsonNode value, String key) {
    if (ImageDefaults.isNone(value) && key.contains("/")) {
      fields.put(name, "");
    } else {
      put(name, value);
    }
  }

  /** Names of the fields in which another one differs; no values, as those may be secret. */
  List<String> differences(Likeness other) {
    Set<String> names = new TreeSet<>(fields.keySet());
    names.addAll(other.fields.keySet());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      boolean filled = FILLED_IN.contains(name) && !fields.containsKey(name);
      if (!filled && !Objects.equals(fields.get(name), other.fields.get(name))) {
        different.add(name);
      }
    }
    return different;
  }

  /** All of it, for digests. */
  String text() {
    return fields.toString();
  }

  /** The names only: values may be secret. */
  @Override
  public String toString() {
    return "Likeness" + fields.keySet();
  }
}
