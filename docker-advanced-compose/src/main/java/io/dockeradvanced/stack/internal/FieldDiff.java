package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between a container and the body of its successor, field by field, for people.
 *
 * <p>Only what the body says is compared: what it leaves to the image or the engine is not a change
 * of the file.
 */
final class FieldDiff {
  /** Fields that name or describe the definition itself, or are told elsewhere. */
  private static final Set<String> SKIPPED =
      Set.of("Labels", "Env", "HostConfig", "NetworkingConfig", "Image", "Healthcheck");

  private final Secrets secrets;
  private final List<String> changes = new ArrayList<>();

  private FieldDiff(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @param old the inspected container
   * @param image the inspected image of the old container, or a missing node
   * @param body of the create call of the new one
   */
  static List<String> of(JsonNode old, JsonNode image, Data body, Secrets secrets) {
    FieldDiff diff = new FieldDiff(secrets);
    JsonNode next = Json.toTree(body.asMap());
    diff.image(old.path("Config").path("Image").asText(), next.path("Image").asText());
    diff.pairs(
        "environment",
        without(environment(old.path("Config")), environment(image.path("Config"))),
        environment(next));
    diff.pairs(
        "labels",
        own(without(labels(old.path("Config")), labels(image.path("Config")))),
        own(labels(next)));
    diff.fields("", old.path("Config"), next, SKIPPED);
    diff.fields(
        "healthcheck.", old.path("Config").path("Healthcheck"), next.path("Healthcheck"), Set.of());
    diff.fields("", old.path("HostConfig"), next.path("HostConfig"), Set.of("NetworkMode"));
    diff.networks(
        old.path("NetworkSettings").path("Networks"),
        next.path("NetworkingConfig").path("EndpointsConfig"));
    return diff.changes;
  }

  private void image(String from, String to) {
    if (!from.equals(to)) {
      changes.add("image: %s -> %s".formatted(from, to));
    }
  }

  private void pairs(String what, Map<String, String> from, Map<String, String> to) {
    Set<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    for (String name : names) {
      String before = from.get(name);
      String after = to.get(name);
      if (before == null && after != null) {
        changes.add("%s.%s: added %s".formatted(what, name, secrets.shown(name, after)));
      } else if (before != null && after == null) {
        changes.add("%s.%s: removed".formatted(what, name));
      } else if (before != null && after != null && !before.equals(after)) {
        changes.add(
            "%s.%s: %s -> %s"
                .formatted(what, name, secrets.shown(name, before), secrets.shown(name, after)));
      }
    }
  }

  private void fields(String prefix, JsonNode from, JsonNode to, Set<String> skipped) {
    Iterator<String> names = to.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      JsonNode before = from.path(name);
      JsonNode after = to.path(name);
      if (!skipped.contains(name) && !same(before, after)) {
        changes.add("%s%s: %s -> %s".formatted(prefix, name, words(before), words(after)));
      }
    }
  }

  private void networks(JsonNode from, JsonNode to) {
    Set<String> before = new TreeSet<>();
    from.fieldNames().forEachRemaining(before::add);
    Iterator<String> names = to.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!before.contains(name)) {
        changes.add("networks: added " + name);
      }
    }
  }

  /** The engine adds defaults inside objects, so only what is said is compared. */
  private static boolean same(JsonNode before, JsonNode after) {
    if (after.isObject() && before.isObject()) {
      Iterator<Map.Entry<String, JsonNode>> fields = after.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (!same(before.path(field.getKey()), field.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (after.isArray() && before.isArray()) {
      if (after.size() != before.size()) {
        return false;
      }
      for (int i = 0; i < after.size(); i++) {
        if (!same(before.get(i), after.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (after.isNumber() && before.isNumber()) {
      return after.asLong() == before.asLong();
    }
    boolean nothing = before.isMissingNode() || before.isNull();
    return nothing
        ? after.isNull()
            || after.isContainerNode() && after.isEmpty()
            || after.asText("x").isEmpty()
        : before.equals(after);
  }

  /** Words of a command may be secrets, so lists and objects are told apart by digests only. */
  private String words(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "nothing";
    }
    if (value.isContainerNode()) {
      return value.isEmpty() ? "nothing" : secrets.digest(value.toString());
    }
    return value.asText().isEmpty() ? "nothing" : value.asText();
  }

  private static Map<String, String> environment(JsonNode config) {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode entry : config.path("Env")) {
      String text = entry.asText();
      int equals = text.indexOf('=');
      environment.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return environment;
  }

  private static Map<String, String> labels(JsonNode config) {
    Map<String, String> labels = new TreeMap<>();
    config
        .path("Labels")
        .fields()
        .forEachRemaining(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /** Without the labels that Compose and we put on everything. */
  private static Map<String, String> own(Map<String, String> labels) {
    labels
        .keySet()
        .removeIf(
            name ->
                name.startsWith("com.docker.compose.") || name.startsWith("io.docker-advanced."));
    return labels;
  }

  private static Map<String, String> without(
      Map<String, String> all, Map<String, String> defaults) {
    Map<String, String> rest = new TreeMap<>(all);
    defaults.forEach(rest::remove);
    return rest;
  }
}
