package io.dockeradvanced.compose.internal;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables of a load, and which of them were used. */
final class Environment {
  private final Map<String, String> values;
  private final Map<String, String> used = new TreeMap<>();

  Environment(Map<String, String> values) {
    this.values = new HashMap<>(values);
  }

  @Nullable String get(String name) {
    String value = values.get(name);
    if (value != null) {
      used.put(name, value);
    }
    return value;
  }

  void set(String name, String value) {
    values.put(name, value);
  }

  Map<String, String> used() {
    return Collections.unmodifiableMap(used);
  }

  Template template(Mark mark, Findings findings) {
    return new Template(
        this::get,
        name ->
            findings.warn(
                mark, "The variable " + name + " is not set; an empty text takes its place."));
  }
}
