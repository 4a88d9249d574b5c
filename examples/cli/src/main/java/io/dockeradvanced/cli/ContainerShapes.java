package io.dockeradvanced.cli;

import io.dockeradvanced.container.ContainerDetails;
import io.dockeradvanced.container.ContainerSummary;
import io.dockeradvanced.container.Mount;
import io.dockeradvanced.container.Port;
import io.dockeradvanced.operation.Data;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The JSON shapes of containers. */
final class ContainerShapes {
  private ContainerShapes() {}

  static Data of(ContainerSummary container) {
    return Data.of("id", container.id())
        .with("name", container.name())
        .with("image", container.image())
        .with("imageId", container.imageId())
        .with("state", lower(container.state()))
        .with("status", container.status())
        .with("health", lower(container.health()))
        .with("created", container.created().toString())
        .with("ports", ports(container.ports()))
        .with("networks", container.networks())
        .with("labels", container.labels());
  }

  static Data of(ContainerDetails container) {
    return Data.of("id", container.id())
        .with("name", container.name())
        .with("image", container.image())
        .with("imageId", container.imageId())
        .with("state", lower(container.state()))
        .with("health", lower(container.health()))
        .with("exitCode", container.exitCode())
        .with("outOfMemory", container.outOfMemory())
        .with("error", container.error())
        .with("restartCount", container.restartCount())
        .with("created", container.created().toString())
        .with("started", container.startedAt().map(Instant::toString).orElse(""))
        .with("finished", container.finishedAt().map(Instant::toString).orElse(""))
        .with("ports", ports(container.ports()))
        .with("networks", container.networks())
        .with("mounts", container.mounts().stream().map(ContainerShapes::of).toList())
        .with("labels", container.labels());
  }

  private static Data of(Mount mount) {
    return Data.of("type", mount.type())
        .with("source", mount.source())
        .with("target", mount.target())
        .with("readOnly", mount.readOnly());
  }

  static List<String> ports(List<Port> ports) {
    return ports.stream().map(Port::toString).toList();
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
