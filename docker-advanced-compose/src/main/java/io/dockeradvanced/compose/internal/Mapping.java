package io.dockeradvanced.compose.internal;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Keys with values, in the order of the file. */
public record Mapping(Map<String, Entry> entries, Mark mark) implements Node {
  /** A value and where its key stands. */
  public record Entry(Mark keyMark, Node value) {}

  public Mapping {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  public static Mapping empty(Mark mark) {
    return new Mapping(Map.of(), mark);
  }

  public @Nullable Node get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** The value of a key that is there. */
  public Node at(String key) {
    return requireNonNull(get(key), key);
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  public Set<String> keys() {
    return entries.keySet();
  }

  /** Where the key stands, or the mapping where it is absent. */
  public Mark keyMark(String key) {
    Entry entry = entries.get(key);
    return entry == null ? mark : entry.keyMark();
  }

  /** The text of a scalar child, or null where it is absent or YAML's null. */
  public @Nullable String text(String key) {
    return get(key) instanceof Scalar scalar && scalar.value() != null ? scalar.text() : null;
  }

  /** The same mapping with this value; a new key gets the value's mark. */
  public Mapping with(String key, Node value) {
    Map<String, Entry> copy = new LinkedHashMap<>(entries);
    Entry old = copy.get(key);
    copy.put(key, new Entry(old == null ? value.mark() : old.keyMark(), value));
    return new Mapping(copy, mark);
  }

  public Mapping with(String key, @Nullable Object scalar) {
    return with(key, new Scalar(scalar, keyMark(key)));
  }

  public Mapping without(String key) {
    if (!has(key)) {
      return this;
    }
    Map<String, Entry> copy = new LinkedHashMap<>(entries);
    copy.remove(key);
    return new Mapping(copy, mark);
  }

  /** Each value replaced by the function's result; null drops the key. */
  public Mapping map(BiFunction<String, Node, @Nullable Node> function) {
    Map<String, Entry> copy = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          Node value = function.apply(key, entry.value());
          if (value != null) {
            copy.put(key, new Entry(entry.keyMark(), value));
          }
        });
    return new Mapping(copy, mark);
  }
}
