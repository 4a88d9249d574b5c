package io.dockeradvanced.compose;

import java.util.Map;

/**
 * A named volume of the model.
 *
 * @param key what services call it
 * @param name what the engine calls it
 * @param driver empty for the engine's default
 * @param external whether it must exist already
 */
public record VolumeSpec(
    String key,
    String name,
    String driver,
    Map<String, String> driverOptions,
    boolean external,
    Map<String, String> labels) {

  public VolumeSpec {
    driverOptions = Map.copyOf(driverOptions);
    labels = Map.copyOf(labels);
  }
}
