package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Chance, and the small values that every part of a Compose file is made of. */
class Dice {
  private static final List<String> WORDS =
      List.of(
          "alpha",
          "b-2",
          "c_3",
          "\"quoted text\"",
          "'single'",
          "x.y",
          "\"1.4\"",
          "héé",
          "a&b",
          "\"<t>\"");

  private static final List<String> VARIABLES =
      List.of("TAG", "EMPTY", "PORT", "UNSET", "FLAG", "_X");

  final Random random;

  final boolean wrongAllowed;

  Dice(long seed) {
    this.random = new Random(seed * 7919);
    this.wrongAllowed = random.nextInt(4) == 0;
  }

  String word() {
    return pick(WORDS.toArray(new String[0]));
  }

  String flag() {
    return pick("true", "false", "\"true\"", "${FLAG:-false}", "True");
  }

  String size() {
    return pick("64m", "1g", "1048576", "\"512\"", "1.5gb", "2 MiB", "10KB", "0");
  }

  String duration() {
    return pick(
        "10s", "1m30s", "1h", "1.5s", "200ms", "1d", "1w2d", "90s", "0s", "100us", "1h1m1.001s");
  }

  /** A text with variables. */
  String value() {
    String name = VARIABLES.get(random.nextInt(VARIABLES.size()));
    return switch (random.nextInt(13)) {
      case 0 -> "$" + name;
      case 1 -> "${" + name + "}";
      case 2 -> "${" + name + ":-default}";
      case 3 -> "${" + name + "-default}";
      case 4 -> "${" + name + ":+set}";
      case 5 -> "${" + name + "+set}";
      case 6 -> "${" + name + ":-${UNSET:-in}ner}";
      case 7 -> "pre$${" + name + "}post";
      case 8 -> "${" + name + "-a:-b}";
      case 9 -> "${" + name + ":-x}y${TAG}}z";
      case 10 -> "${TAG:?must be set}";
      case 11 -> "cost$ 5$";
      default -> wrongAllowed ? "${" + name + "?missing}" : "^a$";
    };
  }

  Object pairs(boolean environment) {
    if (chance(2)) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (String key : some(List.of("A", "B_1", "com.x/y", "TAG", "UNSET", "d-e"), 0)) {
        map.put(
            key,
            pick(
                "1",
                "true",
                "1.50",
                "\"s\"",
                "",
                "0777",
                "1e3",
                "yes",
                value(),
                "100000000.0",
                "0.000001"));
      }
      return map;
    }
    List<Object> list = new ArrayList<>();
    for (String key : some(List.of("A", "B_1", "TAG", "UNSET"), 0)) {
      list.add(
          chance(4) && environment
              ? key
              : pick(
                  key + "=" + "x", "\"" + key + "=${TAG:-y}\"", key + "=", "\"" + key + "=a=b\""));
    }
    return list;
  }

  Object options() {
    Map<String, Object> options = new LinkedHashMap<>();
    maybe(options, "com.example/mtu", () -> pick("1450", "\"1500\"", "1.50", "1e6"));
    options.put("key", word());
    return options;
  }

  /** The old form has the name in it. */
  Object external() {
    return chance(4) ? Map.of("name", "old-${TAG:-1}") : pick("true", "true", "\"true\"");
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  void maybe(Map<String, Object> map, String key, Supplier<Object> value) {
    if (chance(2)) {
      map.put(key, value.get());
    }
  }

  Set<String> some(List<String> values, int least) {
    Set<String> chosen = new LinkedHashSet<>();
    int count = least + random.nextInt(values.size() + 1 - least);
    for (int i = 0; i < count; i++) {
      chosen.add(values.get(random.nextInt(values.size())));
    }
    return chosen;
  }

  /** Sometimes with repeated items, which is a matter of unicity. */
  List<Object> list(Supplier<Object> item) {
    List<Object> list = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Object value = item.get();
      if (!list.contains(value) || chance(6) && wrongAllowed) {
        list.add(value);
      }
    }
    return list;
  }

  Object textOrList(Supplier<Object> item) {
    return chance(3) ? item.get() : list(item);
  }
}
