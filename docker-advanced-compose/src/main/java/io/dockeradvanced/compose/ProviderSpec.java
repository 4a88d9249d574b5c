package io.dockeradvanced.compose;

import java.util.List;
import java.util.Map;

/**
 * A service that a program provides instead of containers.
 *
 * @param options what the program is told; each option may have several values
 */
public record ProviderSpec(String type, Map<String, List<String>> options) {
  public ProviderSpec {
    options = Map.copyOf(options);
  }

  /** Without the options, which may be secret. */
  @Override
  public String toString() {
    return "ProviderSpec[" + type + "]";
  }
}
