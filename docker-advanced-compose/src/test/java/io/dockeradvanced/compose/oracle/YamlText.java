package io.dockeradvanced.compose.oracle;

import java.util.List;
import java.util.Map;

/** Writes what a generator made. Texts stand as they are, with their quotes. */
final class YamlText {
  private YamlText() {}

  /** A value with a YAML tag before it. */
  record Tagged(String tag, Object value) {}

  static String of(Map<String, Object> model) {
    StringBuilder text = new StringBuilder();
    write(model, 0, text);
    return text.toString();
  }

  private static void write(Object value, int depth, StringBuilder out) {
    String indent = "  ".repeat(depth);
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, child) -> {
            out.append(indent).append(key).append(':');
            child(child, depth, out);
          });
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        out.append(indent).append('-');
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
          int start = out.length();
          write(map, depth + 1, out);
          out.delete(start, start + indent.length() + 2).insert(start, " ");
        } else {
          child(item, depth, out);
        }
      }
    }
  }

  private static void child(Object child, int depth, StringBuilder out) {
    if (child instanceof Tagged tagged) {
      out.append(' ').append(tagged.tag());
      child(tagged.value(), depth, out);
    } else if (child instanceof Map<?, ?> map && map.isEmpty()) {
      out.append(" {}\n");
    } else if (child instanceof List<?> list && list.isEmpty()) {
      out.append(" []\n");
    } else if (child instanceof Map || child instanceof List) {
      out.append('\n');
      write(child, depth + 1, out);
    } else {
      out.append(' ').append(child).append('\n');
    }
  }
}
