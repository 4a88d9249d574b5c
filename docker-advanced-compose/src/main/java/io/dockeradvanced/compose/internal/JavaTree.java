package io.dockeradvanced.compose.internal;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Node trees from values of Java. What a file says by line and column, they say by their path:
 * {@code services.web.ports[0]}.
 */
public final class JavaTree {
  private JavaTree() {}

  /** An empty mapping at a path. */
  public static Mapping empty(String path) {
    return Mapping.empty(mark(path));
  }

  /**
   * The tree with this value at the path; what is missing on the way is made, and an index one past
   * the end of a list appends.
   *
   * @throws IllegalArgumentException when the path is none, or leads through a single value
   */
  public static Mapping set(Mapping tree, String path, @Nullable Object value) {
    List<Object> steps = steps(path);
    return (Mapping) set(tree, steps, 0, value, "");
  }

  private static Node set(
      @Nullable Node node, List<Object> steps, int at, @Nullable Object value, String path) {
    if (at == steps.size()) {
      return node(value, path);
    }
    Object step = steps.get(at);
    if (step instanceof String key) {
      String below = child(path, key);
      Mapping mapping = node instanceof Mapping m ? m : fresh(node, path);
      Node next = set(mapping.get(key), steps, at + 1, value, below);
      return mapping.with(key, next);
    }
    int index = (Integer) step;
    List<Node> items = new ArrayList<>(items(node, path));
    if (index > items.size()) {
      throw new IllegalArgumentException(
          path + " has " + items.size() + " items, so none can be set at " + index);
    }
    String below = path + "[" + index + "]";
    Node old = index < items.size() ? items.get(index) : null;
    Node next = set(old, steps, at + 1, value, below);
    if (index < items.size()) {
      items.set(index, next);
    } else {
      items.add(next);
    }
    return new Sequence(items, mark(path));
  }

  private static Mapping fresh(@Nullable Node node, String path) {
    if (node != null && !node.isNull()) {
      throw new IllegalArgumentException(path + " is " + node.kind() + " already, not a mapping");
    }
    return Mapping.empty(mark(path));
  }

  private static List<Node> items(@Nullable Node node, String path) {
    if (node instanceof Sequence sequence) {
      return sequence.items();
    }
    if (node != null && !node.isNull()) {
      throw new IllegalArgumentException(path + " is " + node.kind() + " already, not a list");
    }
    return List.of();
  }

  /** With an empty value there, unless there is one already. */
  public static Mapping declare(Mapping tree, String path) {
    return at(tree, path) == null ? set(tree, path, null) : tree;
  }

  private static @Nullable Node at(Mapping tree, String path) {
    Node at = tree;
    for (Object step : steps(path)) {
      at = at instanceof Mapping mapping ? mapping.get((String) step) : null;
    }
    return at;
  }

  /** One more item at the end of a list. */
  public static Mapping append(Mapping tree, String path, Object value) {
    Node at = at(tree, path);
    int size = at instanceof Sequence sequence ? sequence.items().size() : 0;
    return set(tree, path + "[" + size + "]", value);
  }

  /** Keys as texts, indexes as numbers; a key with dots or brackets stands in double quotes. */
  private static List<Object> steps(String path) {
    List<Object> steps = new ArrayList<>();
    int at = 0;
    boolean first = true;
    while (at < path.length() || first) {
      if (!first && path.charAt(at) == '[') {
        int close = path.indexOf(']', at);
        String digits = close < 0 ? "" : path.substring(at + 1, close);
        if (!digits.matches("[0-9]{1,6}")) {
          throw noPath(path);
        }
        steps.add(Integer.valueOf(digits));
        at = close + 1;
        continue;
      }
      if (!first && path.charAt(at++) != '.') {
        throw noPath(path);
      }
      first = false;
      int end;
      if (at < path.length() && path.charAt(at) == '"') {
        end = path.indexOf('"', at + 1);
        if (end < 0) {
          throw noPath(path);
        }
        steps.add(path.substring(at + 1, end++));
      } else {
        end = at;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
          end++;
        }
        if (end == at) {
          throw noPath(path);
        }
        steps.add(path.substring(at, end));
      }
      at = end;
    }
    return steps;
  }

  private static IllegalArgumentException noPath(String path) {
    return new IllegalArgumentException(
        "\""
            + path
            + "\" is no path of an attribute, such as deploy.resources.limits.memory or"
            + " ports[0].mode; put a key with dots in double quotes");
  }

  /** A key as a step of a path. */
  public static String quoted(String key) {
    if (key.indexOf('"') >= 0) {
      throw new IllegalArgumentException("A key cannot have a double quote in it: " + key);
    }
    return key.isEmpty() || key.indexOf('.') >= 0 || key.indexOf('[') >= 0
        ? "\"" + key + "\""
        : key;
  }

  private static String child(String path, String key) {
    return Paths.child(path, key);
  }

  private static Mark mark(String path) {
    return new Mark(path.isEmpty() ? "project" : path, 0, 0);
  }

  private static Node node(@Nullable Object value, String path) {
    Mark mark = mark(path);
    if (value instanceof Map<?, ?> map) {
      Map<String, Mapping.Entry> entries = new LinkedHashMap<>();
      map.forEach(
          (key, item) -> {
            String below = child(path, String.valueOf(key));
            entries.put(String.valueOf(key), new Mapping.Entry(mark(below), node(item, below)));
          });
      return new Mapping(entries, mark);
    }
    if (value instanceof Iterable<?> list && !(value instanceof java.nio.file.Path)) {
      List<Node> items = new ArrayList<>();
      for (Object item : list) {
        items.add(node(item, path + "[" + items.size() + "]"));
      }
      return new Sequence(items, mark);
    }
    return new Scalar(scalar(value, path), mark);
  }

  private static @Nullable Object scalar(@Nullable Object value, String path) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger number) {
      return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Duration duration) {
      return GoFormat.duration(duration);
    }
    if (value instanceof CharSequence || value instanceof java.nio.file.Path) {
      // What stands in Java is meant as it is; a dollar sign begins no variable.
      return value.toString().replace("$", "$$");
    }
    throw new IllegalArgumentException(
        path
            + " cannot be a "
            + value.getClass().getSimpleName()
            + "; use a string, number, boolean, Duration, Path, list or map");
  }
}
