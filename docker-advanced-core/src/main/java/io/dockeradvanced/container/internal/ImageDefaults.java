package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.internal.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container has from its image. The engine shows the configuration of a container and that
 * of its image as one; a container that is made of another image must have the defaults of that
 * one, and only what somebody asked for of its own.
 *
 * <p>The rules are those by which the engine puts the two together when it makes a container. What
 * was asked for and is what the image has anyway cannot be told from what was not asked for; it
 * counts as the image's.
 */
final class ImageDefaults {
  private static final String ENTRYPOINT = "Entrypoint";
  private static final String CMD = "Cmd";
  private static final String ENV = "Env";
  private static final String HEALTHCHECK = "Healthcheck";

  /** The image's where the container has none. */
  private static final List<String> PLAIN = List.of("User", "WorkingDir", "StopSignal");

  /** Of image and container together, by key. */
  private static final List<String> KEYED = List.of("Labels", "ExposedPorts", "Volumes");

  private ImageDefaults() {}

  /** The configuration of a container without what it has from its image. */
  static ObjectNode without(JsonNode config, JsonNode image) {
    ObjectNode asked = config.deepCopy();
    for (String field : PLAIN) {
      if (same(config.path(field), image.path(field))) {
        asked.remove(field);
      }
    }
    if (config.path("WorkingDir").asText().equals("/") && isNone(image.path("WorkingDir"))) {
      asked.remove("WorkingDir"); // what an engine shows for none
    }
    for (String field : KEYED) {
      Map<String, JsonNode> own = fields(config.path(field));
      image.path(field).properties().forEach(e -> own.remove(e.getKey(), e.getValue()));
      setOrRemove(asked, field, own.isEmpty() ? null : objectOf(own));
    }
    ArrayNode environment = Json.object().arrayNode();
    List<JsonNode> given = list(image.path(ENV));
    list(config.path(ENV)).stream().filter(e -> !given.contains(e)).forEach(environment::add);
    setOrRemove(asked, ENV, environment.isEmpty() ? null : environment);
    command(asked, config, image);
    health(asked, config, image);
    return asked;
  }

  private static void command(ObjectNode asked, JsonNode config, JsonNode image) {
    JsonNode entrypoint = config.path(ENTRYPOINT);
    boolean command = same(config.path(CMD), image.path(CMD));
    boolean emptied = isNone(config.path(CMD)) && !command;
    if (same(entrypoint, image.path(ENTRYPOINT)) && !emptied) {
      asked.remove(ENTRYPOINT);
      if (command) {
        asked.remove(CMD);
      }
    } else if (isNone(entrypoint)) {
      // Shown as none, and asked for as one empty word: none at all would give the image's.
      asked.set(ENTRYPOINT, Json.object().arrayNode().add(""));
    }
  }

  private static void health(ObjectNode asked, JsonNode config, JsonNode image) {
    JsonNode check = config.path(HEALTHCHECK);
    if (!check.isObject()) {
      return;
    }
    ObjectNode own = check.deepCopy();
    for (Map.Entry<String, JsonNode> field : image.path(HEALTHCHECK).properties()) {
      if (same(check.path(field.getKey()), field.getValue())) {
        own.remove(field.getKey());
      }
    }
    setOrRemove(asked, HEALTHCHECK, own.isEmpty() ? null : own);
  }

  /** What the engine makes of a configuration that was asked for, and of that of an image. */
  static ObjectNode with(JsonNode asked, JsonNode image) {
    ObjectNode all = asked.deepCopy();
    for (String field : PLAIN) {
      if (isNone(asked.path(field)) && !isNone(image.path(field))) {
        all.set(field, image.path(field));
      }
    }
    for (String field : KEYED) {
      Map<String, JsonNode> together = fields(image.path(field));
      together.putAll(fields(asked.path(field)));
      setOrRemove(all, field, together.isEmpty() ? null : objectOf(together));
    }
    ArrayNode environment = Json.object().arrayNode();
    List<JsonNode> own = list(asked.path(ENV));
    own.forEach(environment::add);
    for (JsonNode entry : list(image.path(ENV))) {
      if (own.stream().noneMatch(e -> key(e).equals(key(entry)))) {
        environment.add(entry);
      }
    }
    setOrRemove(all, ENV, environment.isEmpty() ? null : environment);
    if (isNone(asked.path(ENTRYPOINT))) {
      if (isNone(asked.path(CMD))) {
        setOrRemove(all, CMD, image.get(CMD));
      }
      setOrRemove(all, ENTRYPOINT, image.get(ENTRYPOINT));
    } else if (asked.path(ENTRYPOINT).size() == 1
        && asked.path(ENTRYPOINT).path(0).asText().isEmpty()) {
      all.remove(ENTRYPOINT);
    }
    if (image.path(HEALTHCHECK).isObject()) {
      ObjectNode check = image.path(HEALTHCHECK).deepCopy();
      for (Map.Entry<String, JsonNode> field : asked.path(HEALTHCHECK).properties()) {
        if (!isNone(field.getValue())) {
          check.set(field.getKey(), field.getValue());
        }
      }
      all.set(HEALTHCHECK, check);
    }
    return all;
  }

  /** The key of an environment entry. */
  static String key(JsonNode entry) {
    String text = entry.asText();
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }

  /** Whether an engine takes this for a field that is not given. */
  static boolean isNone(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isNumber() && value.decimalValue().signum() == 0
        || value.isBoolean() && !value.booleanValue();
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return isNone(one) ? isNone(other) : one.equals(other);
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    return fields;
  }

  private static ObjectNode objectOf(Map<String, JsonNode> fields) {
    ObjectNode object = Json.object();
    object.setAll(fields);
    return object;
  }

  private static void setOrRemove(ObjectNode object, String field, @Nullable JsonNode value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }
}
