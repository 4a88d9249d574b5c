package io.dockeradvanced.compose.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Typed reading of one final structure; what is not set is empty, zero or false. */
public final class Fields {
  private final Mapping mapping;

  public Fields(Mapping mapping) {
    this.mapping = mapping;
  }

  public String text(String key) {
    String text = mapping.text(key);
    return text == null ? "" : text;
  }

  public boolean has(String key) {
    Node node = mapping.get(key);
    return node != null && !node.isNull();
  }

  private @Nullable Object value(String key) {
    return mapping.get(key) instanceof Scalar scalar ? scalar.value() : null;
  }

  public boolean flag(String key) {
    return Boolean.TRUE.equals(value(key));
  }

  public Optional<Boolean> optionalFlag(String key) {
    return value(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  public long number(String key) {
    return value(key) instanceof Long number ? number : 0;
  }

  public float decimal(String key) {
    return value(key) instanceof Float number ? number : 0;
  }

  public OptionalInt optionalInt(String key) {
    return value(key) instanceof Long number
        ? OptionalInt.of((int) Math.min(number, Integer.MAX_VALUE))
        : OptionalInt.empty();
  }

  public Optional<Duration> duration(String key) {
    return value(key) instanceof Duration duration ? Optional.of(duration) : Optional.empty();
  }

  public List<String> list(String key) {
    if (!(mapping.get(key) instanceof Sequence sequence)) {
      return List.of();
    }
    return sequence.items().stream().map(item -> ((Scalar) item).text()).toList();
  }

  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    if (mapping.get(key) instanceof Mapping values) {
      for (String name : values.keys()) {
        String text = values.text(name);
        if (text != null) {
          map.put(name, text);
        }
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** The lists of a map by key. */
  public Map<String, List<String>> lists(String key) {
    Fields values = struct(key);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    values.mapping.keys().forEach(name -> lists.put(name, values.list(name)));
    return lists;
  }

  /** The keys of a map whose values are null. */
  public List<String> nullKeys(String key) {
    return mapping.get(key) instanceof Mapping values
        ? values.keys().stream().filter(name -> values.text(name) == null).toList()
        : List.of();
  }

  public Fields struct(String key) {
    return new Fields(
        mapping.get(key) instanceof Mapping struct ? struct : Mapping.empty(mapping.mark()));
  }

  public List<Fields> structs(String key) {
    List<Fields> structs = new ArrayList<>();
    if (mapping.get(key) instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        if (item instanceof Mapping struct) {
          structs.add(new Fields(struct));
        }
      }
    }
    return structs;
  }

  /** The structures of a map by key; a null value is an empty structure. */
  public Map<String, Fields> structMap(String key) {
    Map<String, Fields> structs = new LinkedHashMap<>();
    if (mapping.get(key) instanceof Mapping values) {
      values.keys().forEach(name -> structs.put(name, struct(values, name)));
    }
    return structs;
  }

  private static Fields struct(Mapping values, String name) {
    Node node = values.get(name);
    return new Fields(node instanceof Mapping struct ? struct : Mapping.empty(values.mark()));
  }

  /** Whether there is something but nothing, zero and emptiness at a path of dotted keys. */
  public static boolean isSet(Mapping mapping, String path) {
    String[] keys = path.split("\\.", 2);
    Node node = mapping.get(keys[0]);
    if (node == null || GoJson.isZero(node)) {
      return false;
    }
    return keys.length == 1 || node instanceof Mapping below && isSet(below, keys[1]);
  }

  /** A number where a structure could stand, too. */
  public Map<String, Long> numbers(String key) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (mapping.get(key) instanceof Mapping values) {
      for (String name : values.keys()) {
        if (values.get(name) instanceof Scalar s && s.value() instanceof Long number) {
          numbers.put(name, number);
        }
      }
    }
    return numbers;
  }
}
