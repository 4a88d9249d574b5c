package io.dockeradvanced.cli;

import io.dockeradvanced.image.ImageDetails;
import io.dockeradvanced.image.ImageSummary;
import io.dockeradvanced.operation.Data;

/** The JSON shapes of images, and how their numbers look. */
final class ImageShapes {
  private ImageShapes() {}

  static Data of(ImageSummary image) {
    return Data.of("id", image.id())
        .with("tags", image.tags())
        .with("digests", image.digests())
        .with("created", image.created().toString())
        .with("size", image.size())
        .with("labels", image.labels());
  }

  static Data of(ImageDetails image) {
    return Data.of("id", image.id())
        .with("tags", image.tags())
        .with("digests", image.digests())
        .with("platform", image.platform().toString())
        .with("created", image.created().map(Object::toString).orElse(""))
        .with("size", image.size())
        .with("author", image.author())
        .with("user", image.user())
        .with("workingDirectory", image.workingDirectory())
        .with("entrypoint", image.entrypoint())
        .with("command", image.command())
        .with("environment", image.environment())
        .with("exposedPorts", image.exposedPorts())
        .with("volumes", image.volumes())
        .with("stopSignal", image.stopSignal())
        .with("labels", image.labels())
        .with("layers", image.layers());
  }

  /** As the docker command shows it. */
  static String shortId(String id) {
    String hex = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
    return hex.length() > 12 ? hex.substring(0, 12) : hex;
  }

  static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1000 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(java.util.Locale.ROOT, "%.1f %s", size, units[unit]);
  }
}
