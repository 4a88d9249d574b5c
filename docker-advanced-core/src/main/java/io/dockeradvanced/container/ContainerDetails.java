package io.dockeradvanced.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of one container. Environment values are left out, because they often are
 * secrets.
 *
 * @param id in full
 * @param name without the slash
 * @param image as it was named at creation
 * @param exitCode of the last run; 0 while there was none
 * @param error why the last start failed; empty when it did not
 * @param restartCount restarts by the engine since the last start
 * @param start when the last run began
 * @param finish when the last run ended
 * @param networks the names of its networks
 */
public record ContainerDetails(
    String id,
    String name,
    String image,
    String imageId,
    ContainerState state,
    Health health,
    int exitCode,
    boolean outOfMemory,
    String error,
    int restartCount,
    Instant created,
    @Nullable Instant start,
    @Nullable Instant finish,
    Map<String, String> labels,
    List<Port> ports,
    List<String> networks,
    List<Mount> mounts) {
  public ContainerDetails {
    labels = Map.copyOf(labels);
    ports = List.copyOf(ports);
    networks = List.copyOf(networks);
    mounts = List.copyOf(mounts);
  }

  public boolean running() {
    return state == ContainerState.RUNNING;
  }

  /** When the last run began; empty when it was never started. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(start);
  }

  /** When the last run ended; empty when none has. */
  public Optional<Instant> finishedAt() {
    return Optional.ofNullable(finish);
  }
}
