package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** JSON as the Engine speaks it: trees, so that fields we do not know survive. */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  public static ObjectMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The tree of a whole document; a missing node for an empty one. */
  static JsonNode parse(byte[] document) throws IOException {
    if (document.length == 0) {
      return MissingNode.getInstance();
    }
    JsonNode tree = MAPPER.readTree(document);
    return tree == null ? MissingNode.getInstance() : tree;
  }

  static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The {@code filters} parameter. */
  static String filters(Map<String, List<String>> filters) {
    try {
      return MAPPER.writeValueAsString(filters);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
