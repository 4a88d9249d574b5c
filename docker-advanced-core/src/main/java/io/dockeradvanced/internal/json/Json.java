package io.dockeradvanced.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one JSON mapper of the library. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static {
    // A body of the engine, or a plan, may hold long strings; depth stays bounded.
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(64 << 20).maxNestingDepth(500).build());
  }

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * @throws IllegalArgumentException when the text is not a JSON object
   */
  public static Map<String, @Nullable Object> object(String json) {
    try {
      return MAPPER.readValue(
          json, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    } catch (JsonProcessingException e) {
      // The text may hold secrets, so only the place is named.
      throw new IllegalArgumentException("not a JSON object: " + place(e));
    }
  }

  /**
   * @throws IllegalArgumentException when the text is not JSON
   */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + place(e));
    }
  }

  /** A tree of plain values as a node. */
  public static JsonNode toTree(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A node as plain maps, lists and scalars. */
  public static Map<String, @Nullable Object> toMap(JsonNode node) {
    return MAPPER.convertValue(
        node, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
  }

  public static String write(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + place(e));
    }
  }

  public static String writePretty(@Nullable Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + place(e));
    }
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? e.getClass().getSimpleName()
        : "line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
