package io.dockeradvanced.compose;

import java.util.List;

/**
 * How much block I/O a container may do.
 *
 * @param weight 10 to 1000; 0 for the engine's default
 * @param weights weights for single devices
 * @param readBytes most bytes per second
 * @param readOperations most operations per second
 * @param writeBytes most bytes per second
 * @param writeOperations most operations per second
 */
public record BlockIoSpec(
    int weight,
    List<Device> weights,
    List<Device> readBytes,
    List<Device> readOperations,
    List<Device> writeBytes,
    List<Device> writeOperations) {

  /** A device of the server, and its weight or limit. */
  public record Device(String path, long value) {}

  public BlockIoSpec {
    weights = List.copyOf(weights);
    readBytes = List.copyOf(readBytes);
    readOperations = List.copyOf(readOperations);
    writeBytes = List.copyOf(writeBytes);
    writeOperations = List.copyOf(writeOperations);
  }
}
