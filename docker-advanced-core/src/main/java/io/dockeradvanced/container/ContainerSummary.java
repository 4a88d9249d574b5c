package io.dockeradvanced.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One line of the list of containers.
 *
 * @param id in full
 * @param name without the slash
 * @param image as it was named at creation
 * @param status the engine's text, such as {@code Up 5 minutes (healthy)}
 * @param networks the names of its networks
 */
public record ContainerSummary(
    String id,
    String name,
    String image,
    String imageId,
    ContainerState state,
    String status,
    Health health,
    Map<String, String> labels,
    Instant created,
    List<Port> ports,
    List<String> networks) {
  public ContainerSummary {
    labels = Map.copyOf(labels);
    ports = List.copyOf(ports);
    networks = List.copyOf(networks);
  }

  public boolean running() {
    return state == ContainerState.RUNNING;
  }
}
