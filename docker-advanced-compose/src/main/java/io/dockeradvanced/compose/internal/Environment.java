package io.dockeradvanced.compose.internal;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The variables of a load, and which of them were used. */
final class Environment {
  private final Template.Room room = new Template.Room();
  private final Map<String, String> values;
  private final Map<String, String> used;

  Environment(Map<String, String> values) {
    this(values, new TreeMap<>());
  }

  private Environment(Map<String, String> values, Map<String, String> used) {
    this.values = new HashMap<>(values);
    this.used = used;
  }

  /** These variables, and of more ones those that are not set here. */
  Environment with(Map<String, String> more) {
    Environment both = new Environment(values, used);
    more.forEach(both.values::putIfAbsent);
    return both;
  }

  Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }

  @Nullable String get(String name) {
    String value = values.get(name);
    if (value != null) {
      used.putIfAbsent(name, value);
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
        room,
        this::get,
        name ->
            findings.warn(
                mark, "The variable " + name + " is not set; an empty text takes its place."));
  }
}
