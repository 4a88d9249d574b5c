package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** A tree as the text of a Compose file, which knows where it wrote every attribute. */
final class PlacedFile {
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> places = new HashMap<>();
  private int line = 1;
  private int lineStart;

  PlacedFile(JsonNode tree) {
    write(tree, "", 0);
    newLine(0);
  }

  String text() {
    return out.toString();
  }

  boolean has(String attribute) {
    return places.containsKey(attribute);
  }

  /** Line and column of a key. */
  String place(String attribute) {
    String place = places.get(attribute);
    if (place == null) {
      throw new AssertionError(attribute + " is not in\n" + out);
    }
    return place;
  }

  private void newLine(int depth) {
    out.append('\n');
    line++;
    lineStart = out.length();
    out.append(" ".repeat(2 * depth));
  }

  private void write(JsonNode node, String path, int depth) {
    if (node.isObject()) {
      out.append('{');
      String comma = "";
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        out.append(comma);
        comma = ",";
        newLine(depth + 1);
        String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        places.put(below, line + ":" + (out.length() - lineStart + 1));
        out.append('"').append(entry.getKey()).append("\": ");
        write(entry.getValue(), below, depth + 1);
      }
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      for (int i = 0; i < node.size(); i++) {
        out.append(i == 0 ? "" : ", ");
        write(node.get(i), path + "[" + i + "]", depth);
      }
      out.append(']');
    } else {
      out.append(node);
    }
  }
}
