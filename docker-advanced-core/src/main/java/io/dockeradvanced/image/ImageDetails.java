package io.dockeradvanced.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All about one image of an engine.
 *
 * @param id of the image on this engine
 * @param tags its names with tags, as people write them
 * @param digests its names with digests, by which registries know it
 * @param environment as {@code NAME=value}
 * @param exposedPorts such as {@code 80/tcp}
 * @param volumes paths in containers
 * @param layers digests of the unpacked layers, the lowest first
 */
public record ImageDetails(
    String id,
    List<String> tags,
    List<String> digests,
    Platform platform,
    Optional<Instant> created,
    long size,
    String author,
    String user,
    String workingDirectory,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    List<String> exposedPorts,
    List<String> volumes,
    String stopSignal,
    Map<String, String> labels,
    List<String> layers) {
  /** Freezes the collections. */
  public ImageDetails {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    exposedPorts = List.copyOf(exposedPorts);
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    layers = List.copyOf(layers);
  }
}
