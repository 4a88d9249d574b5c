package io.dockeradvanced.stack.internal;

import java.util.Map;
import java.util.TreeMap;

/**
 * The label in which Compose keeps what a container depends on: {@code db:service_started:false,…}.
 */
final class Dependencies {
  private static final int RESTART = 2;

  /**
   * @param condition such as {@code service_healthy}
   * @param restart whether this one restarts with the other
   */
  record Dependency(String condition, boolean restart) {}

  private Dependencies() {}

  /** Conditions by the name of the service. */
  static Map<String, String> of(Observed.Container container) {
    Map<String, String> conditions = new TreeMap<>();
    all(container).forEach((service, how) -> conditions.put(service, how.condition()));
    return conditions;
  }

  /** What it depends on, by the name of the service. */
  static Map<String, Dependency> all(Observed.Container container) {
    Map<String, Dependency> dependencies = new TreeMap<>();
    String label = container.raw().path("Labels").path(Labels.DEPENDS_ON).asText();
    for (String part : label.split(",")) {
      String[] fields = part.split(":");
      if (!fields[0].isEmpty()) {
        dependencies.put(
            fields[0],
            new Dependency(
                fields.length > 1 ? fields[1] : "service_started",
                fields.length > RESTART && fields[RESTART].equals("true")));
      }
    }
    return dependencies;
  }
}
