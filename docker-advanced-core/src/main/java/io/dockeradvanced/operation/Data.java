package io.dockeradvanced.operation;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.internal.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as an immutable value: what steps are made of and what they remember.
 *
 * <p>Values are {@code null}, strings, booleans, numbers, lists and maps of these; order is kept.
 * Equality is by content: whole numbers are equal whatever type they came as.
 */
public final class Data {
  private static final Data EMPTY = new Data(Map.of());

  private final Map<String, @Nullable Object> values;

  private Data(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  public static Data empty() {
    return EMPTY;
  }

  /** One entry; see {@link #with} for more. */
  public static Data of(String key, @Nullable Object value) {
    return EMPTY.with(key, value);
  }

  public static Data of(Map<String, ? extends @Nullable Object> values) {
    return values.isEmpty() ? EMPTY : new Data(freezeMap(values));
  }

  /**
   * @throws IllegalArgumentException when the text is not a JSON object
   */
  public static Data parse(String json) {
    return of(Json.object(json));
  }

  /** This with one more entry; a former one of that key is replaced. */
  public Data with(String key, @Nullable Object value) {
    Map<String, @Nullable Object> next = new LinkedHashMap<>(values);
    next.put(requireNonNull(key, "key is null"), freeze(value));
    return new Data(Collections.unmodifiableMap(next));
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * The string under a key.
   *
   * @throws IllegalStateException when there is none
   */
  public String text(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException("no '" + key + "' in " + values.keySet()));
  }

  /** The value under a key as a string; empty when there is none or it is null. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key)).map(String::valueOf);
  }

  public long number(String key, long otherwise) {
    return values.get(key) instanceof Number n ? n.longValue() : otherwise;
  }

  public boolean flag(String key) {
    return Boolean.TRUE.equals(values.get(key));
  }

  /** The strings of the list under a key; empty when there is none. */
  public List<String> texts(String key) {
    if (!(values.get(key) instanceof List<?> list)) {
      return List.of();
    }
    return list.stream().map(String::valueOf).toList();
  }

  /** The object under a key; empty when there is none. */
  public Data object(String key) {
    return values.get(key) instanceof Map<?, ?> map ? of(stringKeys(map)) : EMPTY;
  }

  /** The objects of the list under a key; empty when there is none. */
  public List<Data> objects(String key) {
    if (!(values.get(key) instanceof List<?> list)) {
      return List.of();
    }
    List<Data> found = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> map) {
        found.add(of(stringKeys(map)));
      }
    }
    return found;
  }

  /** The content, unmodifiable all the way down. */
  public Map<String, @Nullable Object> asMap() {
    return values;
  }

  /** The content as one line of JSON. */
  public String toJson() {
    return Json.write(values);
  }

  private static @Nullable Object freeze(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return Numbers.same(number);
    }
    if (value instanceof Data data) {
      return data.values;
    }
    if (value instanceof Map<?, ?> map) {
      return freezeMap(stringKeys(map));
    }
    if (value instanceof Iterable<?> items) {
      List<@Nullable Object> frozen = new ArrayList<>();
      for (Object item : items) {
        frozen.add(freeze(item));
      }
      return Collections.unmodifiableList(frozen);
    }
    throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
  }

  private static Map<String, @Nullable Object> freezeMap(
      Map<String, ? extends @Nullable Object> map) {
    Map<String, @Nullable Object> frozen = new LinkedHashMap<>();
    map.forEach((key, value) -> frozen.put(key, freeze(value)));
    return Collections.unmodifiableMap(frozen);
  }

  private static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
    Map<String, @Nullable Object> keyed = new LinkedHashMap<>();
    map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
    return keyed;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Data data && values.equals(data.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The keys only: values may be secret. */
  @Override
  public String toString() {
    return "Data" + values.keySet();
  }
}
