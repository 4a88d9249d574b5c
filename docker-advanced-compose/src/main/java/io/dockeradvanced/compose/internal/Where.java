package io.dockeradvanced.compose.internal;

import org.jspecify.annotations.Nullable;

/** The mark of an attribute named by a path such as {@code services.web.ports[0]}. */
final class Where {
  private Where() {}

  /** Keys may have dots in them, so every way to cut the path is tried, longest key first. */
  static @Nullable Mark find(Node node, String path) {
    if (node instanceof Mapping mapping) {
      for (int end = path.length(); end > 0; end = cut(path, end - 1)) {
        String key = path.substring(0, end);
        if (mapping.has(key)) {
          String rest = path.substring(end);
          if (rest.isEmpty()) {
            return mapping.keyMark(key);
          }
          rest = rest.startsWith(".") ? rest.substring(1) : rest;
          Mark mark = find(mapping.at(key), rest);
          if (mark != null) {
            return mark;
          }
        }
      }
    }
    return node instanceof Sequence sequence ? item(sequence, path) : null;
  }

  private static int cut(String path, int from) {
    return Math.max(path.lastIndexOf('.', from), path.lastIndexOf('[', from));
  }

  private static @Nullable Mark item(Sequence sequence, String path) {
    int close = path.indexOf(']');
    if (!path.startsWith("[") || close < 2 || !path.substring(1, close).matches("[0-9]{1,6}")) {
      return null;
    }
    int index = Integer.parseInt(path.substring(1, close));
    if (index >= sequence.items().size()) {
      return null;
    }
    Node item = sequence.items().get(index);
    String rest = path.substring(close + 1);
    if (rest.isEmpty()) {
      return item.mark();
    }
    return find(item, rest.startsWith(".") ? rest.substring(1) : rest);
  }
}
