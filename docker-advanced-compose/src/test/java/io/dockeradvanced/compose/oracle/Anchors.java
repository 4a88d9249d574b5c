package io.dockeradvanced.compose.oracle;

import io.dockeradvanced.compose.oracle.YamlText.Tagged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts anchors, aliases and merge keys into what a grammar made. */
final class Anchors {
  private static final String MERGE = "<<";
  private static final List<String> ALONE =
      List.of("network_mode", "container_name", "depends_on", "networks", "extends", "provider");

  private final Grammar grammar;
  private final Map<String, String> known = new LinkedHashMap<>();
  private int count;

  Anchors(Grammar grammar) {
    this.grammar = grammar;
  }

  /** The same file, with bases at its top that its services merge. */
  @SuppressWarnings("unchecked")
  Map<String, Object> in(Map<String, Object> model) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("x-base", new Tagged("&base", base()));
    root.put("x-more", new Tagged("&more", base()));
    Map<String, Object> pairs = new LinkedHashMap<>(Map.of("A", "1"));
    pairs.put("B_1", grammar.value());
    root.put("x-pairs", new Tagged("&pairs", pairs));
    root.putAll(model);
    ((Map<String, Object>) model.get("services"))
        .replaceAll((name, service) -> service(name, (Map<String, Object>) service));
    return root;
  }

  private Map<String, Object> base() {
    Map<String, Object> base = new LinkedHashMap<>(grammar.service("cache", true));
    ALONE.forEach(base::remove);
    return base;
  }

  private Map<String, Object> service(String name, Map<String, Object> given) {
    Map<String, Object> service = new LinkedHashMap<>();
    boolean first = grammar.chance(2);
    boolean merged = grammar.chance(2);
    if (merged && first) {
      service.put(MERGE, merged());
    }
    given.forEach((key, value) -> service.put(key, value(key, value)));
    if (merged && !first) {
      service.put(MERGE, merged());
    }
    known.forEach(
        (key, anchor) -> {
          boolean alone = ALONE.contains(key) || name.equals("cache");
          if (!alone && !(service.get(key) instanceof Tagged) && grammar.chance(4)) {
            service.put(key, "*" + anchor);
          }
        });
    return service;
  }

  private Object merged() {
    return switch (grammar.random.nextInt(6)) {
      case 0 -> "[*base, *more]";
      case 1 -> new ArrayList<Object>(List.of("*more", base()));
      case 2 -> base();
      case 3 -> grammar.wrongAllowed ? grammar.pick("null", "text", "[]", "[*base, x]") : "*base";
      default -> grammar.pick("*base", "*more");
    };
  }

  @SuppressWarnings("unchecked")
  private Object value(String key, Object value) {
    Object result = value;
    if ((key.equals("environment") || key.equals("labels"))
        && value instanceof Map<?, ?> map
        && grammar.chance(2)) {
      Map<String, Object> pairs = new LinkedHashMap<>();
      boolean first = grammar.chance(2);
      if (first) {
        pairs.put(MERGE, grammar.pick("*pairs", "[*pairs]", "{A: 2, Z: x}"));
      }
      pairs.putAll((Map<String, Object>) map);
      if (!first) {
        pairs.put(MERGE, "*pairs");
      }
      result = pairs;
    }
    if (grammar.chance(4)) {
      // A name that is given again means the newer value from there on.
      String anchor = "v" + (grammar.chance(6) ? count : ++count);
      known.values().remove(anchor);
      known.put(key, anchor);
      result = new Tagged("&" + anchor, result);
    }
    return result;
  }
}
