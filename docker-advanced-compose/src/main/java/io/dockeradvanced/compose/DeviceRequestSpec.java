package io.dockeradvanced.compose;

import java.util.List;
import java.util.Map;

/**
 * Devices such as GPUs that a container gets.
 *
 * @param driver empty for any
 * @param count how many; -1 for all, 0 where {@code ids} names them
 */
public record DeviceRequestSpec(
    String driver,
    long count,
    List<String> ids,
    List<String> capabilities,
    Map<String, String> options) {

  public DeviceRequestSpec {
    ids = List.copyOf(ids);
    capabilities = List.copyOf(capabilities);
    options = Map.copyOf(options);
  }
}
