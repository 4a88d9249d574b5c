package io.dockeradvanced.compose;

import java.util.List;

/**
 * What a task has otherwise than its service, in the short forms of a Compose file.
 *
 * @param servicePorts whether it publishes what its service does
 * @param ports it publishes in place of those, such as {@code 127.0.0.1:8080:80}
 * @param volumes it mounts beside those of the service, such as {@code ./site:/site:ro}; one at the
 *     target of another takes its place, and a relative path begins at the current directory
 * @param capabilitiesAdded to those of the service
 * @param capabilitiesDropped from those of the service
 */
public record TaskOverride(
    boolean servicePorts,
    List<String> ports,
    List<String> volumes,
    List<String> capabilitiesAdded,
    List<String> capabilitiesDropped) {

  public TaskOverride {
    if (servicePorts && !ports.isEmpty()) {
      throw new IllegalArgumentException(
          "a task publishes the ports of its service or others; choose one of them");
    }
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    capabilitiesAdded = List.copyOf(capabilitiesAdded);
    capabilitiesDropped = List.copyOf(capabilitiesDropped);
  }
}
