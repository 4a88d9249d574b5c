package io.dockeradvanced.compose.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.compose.AttributeVerdict.Kind;
import io.dockeradvanced.compose.AttributeVerdict.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For every row of the attribute table, and every value with a verdict of its own, a file that has
 * the attribute and the same file without it. What a row says about its type gives the value;
 * {@link SampleValues} knows where that is not enough.
 */
public final class AttributeSamples {
  /**
   * @param row such as {@code services.*.ports[].mode}
   * @param values which of its values; empty for any other
   * @param kind of the verdict
   * @param attribute where the verdict is told, such as {@code services.web.provider}
   * @param without the file without the attribute
   * @param with the file with it
   */
  public record Sample(
      String row,
      String values,
      Kind kind,
      String sentence,
      Optional<Need> need,
      String attribute,
      JsonNode without,
      JsonNode with) {
    @Override
    public String toString() {
      return values.isEmpty() ? row : row + " " + values;
    }
  }

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private static final Map<String, String> KEYS =
      Map.of(
          "services", "web",
          "networks", "net",
          "volumes", "vol",
          "secrets", "sec",
          "configs", "cfg",
          "models", "mod",
          "depends_on", "db",
          "ulimits", "nofile");

  private AttributeSamples() {}

  /** All of them, in the order of the table. */
  public static List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    for (AttributeTable.Row row : AttributeTable.rows()) {
      samples.add(sample(row, row.verdict(), "", value(row)));
      for (Verdict.Case each :
          row.isInherited() ? List.<Verdict.Case>of() : row.verdict().cases()) {
        List<String> values = each.values().isEmpty() ? List.of(each.words()) : each.values();
        for (String text : values) {
          samples.add(
              sample(
                  row,
                  each.verdict(),
                  text,
                  each.values().isEmpty() ? null : MAPPER.getNodeFactory().textNode(text)));
        }
      }
    }
    return samples;
  }

  private static Sample sample(
      AttributeTable.Row row,
      Verdict verdict,
      String values,
      @org.jspecify.annotations.Nullable JsonNode value) {
    String path = row.path();
    ObjectNode without = object(SampleValues.BASE);
    SampleValues.BELOW.forEach(
        (prefix, tree) -> {
          if (path.startsWith(prefix + ".") || path.startsWith(prefix + "[")) {
            merge(without, object(tree));
          }
        });
    SampleValues.AT.forEach(
        (prefix, tree) -> {
          if (path.equals(prefix)
              || path.startsWith(prefix + ".")
              || path.startsWith(prefix + "[")) {
            merge(without, object(tree));
          }
        });
    ObjectNode with = without.deepCopy();
    String key = values.isEmpty() ? path : path + " " + values;
    String tree = SampleValues.WITH.get(key);
    if (tree != null) {
      merge(with, object(tree));
    } else if (value != null) {
      set(with, concrete(path), value);
    } else {
      throw new AssertionError("no sample for " + key);
    }
    return new Sample(
        path,
        values,
        verdict.kind(),
        verdict.sentence(),
        Optional.ofNullable(verdict.need()),
        told(row),
        without,
        with);
  }

  /** Where the verdict of a row is told; that of models where a service uses one. */
  private static String told(AttributeTable.Row row) {
    String path = row.path();
    if (path.equals("models") || path.startsWith("models.")) {
      return "services.web.models";
    }
    if (!row.isInherited()) {
      return concrete(path);
    }
    for (AttributeTable.Row above : AttributeTable.rows()) {
      boolean below = path.startsWith(above.path() + ".") || path.startsWith(above.path() + "[");
      if (below && above.verdict() == row.verdict()) {
        return concrete(above.path());
      }
    }
    throw new AssertionError(path);
  }

  /** {@code services.*.ports[].mode} as {@code services.web.ports[0].mode}. */
  private static String concrete(String path) {
    StringBuilder concrete = new StringBuilder();
    String last = "";
    for (String key : path.split("\\.")) {
      String name = key.replace("[]", "");
      concrete.append(concrete.isEmpty() ? "" : ".");
      concrete.append(name.equals("*") ? KEYS.getOrDefault(last, "key") : name);
      concrete.append(key.endsWith("[]") ? "[0]" : "");
      last = name;
    }
    return concrete.toString();
  }

  // ---- values

  private static JsonNode value(AttributeTable.Row row) {
    String given = SampleValues.VALUES.get(row.path());
    return given == null ? value(row.attribute()) : read(given);
  }

  private static JsonNode value(Attribute attribute) {
    JsonNodeFactory nodes = MAPPER.getNodeFactory();
    return switch (attribute.kind) {
      case STRING ->
          nodes.textNode(attribute.oneOf.isEmpty() ? "text" : attribute.oneOf.iterator().next());
      case BOOLEAN -> nodes.booleanNode(true);
      case INTEGER -> nodes.numberNode(Math.max(7, attribute.least));
      case FLOAT -> nodes.numberNode(0.5);
      case BYTES -> nodes.textNode("64m");
      case DURATION -> nodes.textNode("10s");
      case LIST -> {
        ArrayNode list = nodes.arrayNode();
        yield attribute.items == null ? list : list.add(value(attribute.items));
      }
      case MAP -> {
        ObjectNode map = nodes.objectNode();
        yield attribute.values == null ? map : map.set("key", value(attribute.values));
      }
      case STRUCT -> {
        ObjectNode struct = nodes.objectNode();
        for (Attribute field : attribute.fields.values()) {
          boolean needed =
              attribute.required.isEmpty()
                  ? struct.isEmpty()
                  : attribute.required.contains(field.name);
          if (needed) {
            struct.set(field.name, value(field));
          }
        }
        yield struct;
      }
    };
  }

  // ---- trees

  private static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) read(text);
  }

  /** Lays one tree over another; null takes a key away. */
  private static void merge(ObjectNode base, ObjectNode over) {
    over.properties()
        .forEach(
            entry -> {
              JsonNode old = base.get(entry.getKey());
              if (entry.getValue().isNull()) {
                base.remove(entry.getKey());
              } else if (old instanceof ObjectNode a && entry.getValue() instanceof ObjectNode b) {
                merge(a, b);
              } else if (old instanceof ArrayNode a
                  && a.path(0) instanceof ObjectNode first
                  && entry.getValue().path(0) instanceof ObjectNode b) {
                merge(first, b);
              } else {
                base.set(entry.getKey(), entry.getValue());
              }
            });
  }

  private static void set(ObjectNode root, String path, JsonNode value) {
    ObjectNode node = root;
    String[] keys = path.split("\\.");
    for (int i = 0; i < keys.length; i++) {
      String key = keys[i].replace("[0]", "");
      if (i == keys.length - 1) {
        node.set(key, value);
      } else if (keys[i].endsWith("[0]")) {
        ArrayNode list = node.get(key) instanceof ArrayNode there ? there : node.putArray(key);
        node = list.isEmpty() ? list.addObject() : (ObjectNode) list.get(0);
      } else {
        node = node.get(key) instanceof ObjectNode there ? there : node.putObject(key);
      }
    }
  }
}
