package io.dockeradvanced.cli;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The environment that the user gave, without what the {@code da} script did for the JVM. */
final class Surroundings {
  /** Where the script keeps LC_ALL when it had to change it: {@code =VALUE}, or empty for unset. */
  private static final String KEPT = "DA_LC_ALL";

  private Surroundings() {}

  static Map<String, String> variables() {
    return restored(System.getenv());
  }

  /** A Compose file that hands LC_ALL to a service must see the user's. */
  static Map<String, String> restored(Map<String, String> environment) {
    String kept = environment.get(KEPT);
    if (kept == null) {
      return environment;
    }
    Map<String, String> restored = new HashMap<>(environment);
    restored.remove(KEPT);
    if (kept.isEmpty()) {
      restored.remove("LC_ALL");
    } else {
      restored.put("LC_ALL", kept.substring(1));
    }
    return Collections.unmodifiableMap(restored);
  }
}
