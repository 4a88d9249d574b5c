package io.dockeradvanced.compose;

import java.util.Map;

/**
 * Where a container's log goes.
 *
 * @param driver empty for the engine's default
 */
public record LoggingSpec(String driver, Map<String, String> options) {
  public LoggingSpec {
    options = Map.copyOf(options);
  }
}
