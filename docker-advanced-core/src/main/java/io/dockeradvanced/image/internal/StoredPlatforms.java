package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;

/**
 * Whether an engine has an image for a platform. One with the image store of containerd keeps
 * several under one name: what it tells of the image is told of its own platform, unless it can be
 * asked for another one, which it can from API 1.49 on.
 */
final class StoredPlatforms {
  private static final String CONTAINERD = "io.containerd.snapshotter";

  private StoredPlatforms() {}

  /**
   * Whether the image may well be for the platform.
   *
   * @param told what the engine tells of the image when it is asked for this platform
   */
  static boolean mayHave(Engine engine, String name, JsonNode told, Platform platform) {
    if (suits(platform, told)) {
      return true;
    }
    if (engine.api().atLeast(1, 49)) {
      return false;
    }
    if (engine.api().atLeast(1, 48)) {
      return listed(engine, name, platform);
    }
    // What it keeps beside its own platform it does not tell at all.
    return isContainerd(engine);
  }

  private static boolean suits(Platform platform, JsonNode image) {
    return platform.suits(EngineImages.platform(image)) >= 0;
  }

  private static boolean listed(Engine engine, String name, Platform platform) {
    JsonNode image =
        engine.json(Call.get(EngineImages.path(name) + "/json").query("manifests", true));
    for (JsonNode manifest : image.path("Manifests")) {
      JsonNode data = manifest.path("ImageData").path("Platform");
      Platform has =
          new Platform(
              data.path("os").asText(""),
              data.path("architecture").asText(""),
              data.path("variant").asText(""));
      if (manifest.path("Available").asBoolean() && platform.suits(has) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isContainerd(Engine engine) {
    for (JsonNode line : engine.json(Call.get("/info")).path("DriverStatus")) {
      if (line.path(1).asText().startsWith(CONTAINERD)) {
        return true;
      }
    }
    return false;
  }
}
