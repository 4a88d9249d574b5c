package io.dockeradvanced.stack.internal;

import java.util.Map;
import java.util.TreeMap;

/**
 * The label in which Compose keeps what a container depends on: {@code db:service_started:false,…}.
 */
final class Dependencies {
  private Dependencies() {}

  /** Conditions by the name of the service. */
  static Map<String, String> of(Observed.Container container) {
    Map<String, String> dependencies = new TreeMap<>();
    String label = container.raw().path("Labels").path(Labels.DEPENDS_ON).asText();
    for (String part : label.split(",")) {
      String[] fields = part.split(":");
      if (!fields[0].isEmpty()) {
        dependencies.put(fields[0], fields.length > 1 ? fields[1] : "service_started");
      }
    }
    return dependencies;
  }
}
