package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether an engine has an image for a platform. One with the image store of containerd keeps
 * several under one name: what it tells of the image is told of its own platform, unless it can be
 * asked for another one, which it can from API 1.49 on; 1.48 lists what there is.
 */
public final class StoredPlatforms {
  private static final String CONTAINERD = "io.containerd.snapshotter";

  /** What a single word may be the name of; any other is an architecture. */
  private static final Set<String> SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "illumos",
          "ios",
          "linux",
          "macos",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows");

  private StoredPlatforms() {}

  /**
   * Why an image counts as not there for those who want a platform; empty when it is for that one.
   * As with Docker Compose, nothing but the very same will do: what runs there as well, such as 386
   * on amd64, is not what was asked for.
   *
   * @param told what the engine tells of the image by its name alone
   * @param platform as the engine takes it: also {@code linux} or {@code arm64} alone
   */
  public static Optional<String> mismatch(
      Engine engine, String name, JsonNode told, String platform) {
    Platform wanted = whole(engine, platform);
    if (EngineImages.platform(told).equals(wanted) || hasBeside(engine, name, wanted)) {
      return Optional.empty();
    }
    return Optional.of(words(told, wanted));
  }

  /**
   * As {@link #mismatch}, by what the engine takes when it makes a container. What it keeps beside
   * its own platform and does not tell counts as there.
   */
  public static Optional<String> unusable(
      Engine engine, String name, JsonNode told, String platform) {
    Platform wanted = whole(engine, platform);
    boolean usable =
        engine.api().atLeast(1, 49)
            ? asked(engine, name, wanted).isPresent()
            : mayHave(engine, name, told, wanted);
    return usable ? Optional.empty() : Optional.of(words(told, wanted));
  }

  /** For messages. */
  static String words(JsonNode told, Platform wanted) {
    Platform is = EngineImages.platform(told);
    // That of containerd tells nothing of an image that it has for foreign platforms only.
    return is.architecture().isEmpty()
        ? "it is not for " + wanted
        : "it is for %s, not for %s".formatted(is, wanted);
  }

  /** Whether the image may well be for the platform. */
  static boolean mayHave(Engine engine, String name, JsonNode told, Platform platform) {
    if (suits(platform, told)) {
      return true;
    }
    if (engine.api().atLeast(1, 49)) {
      return asked(engine, name, platform).isPresent();
    }
    if (engine.api().atLeast(1, 48)) {
      return listed(engine, name, found -> platform.suits(found) >= 0);
    }
    // What it keeps beside its own platform it does not tell at all.
    return isContainerd(engine);
  }

  /** What the engine makes of a part of a platform: it completes it with its own. */
  private static Platform whole(Engine engine, String platform) {
    if (platform.indexOf('/') >= 0) {
      return Platform.parse(platform);
    }
    JsonNode own = engine.json(Call.get("/version"));
    String system = own.path("Os").asText("linux");
    String architecture = own.path("Arch").asText("");
    return SYSTEMS.contains(platform.toLowerCase(Locale.ROOT))
        ? new Platform(platform, architecture, "")
        : new Platform(system, platform, "");
  }

  /** As the engine has it: where an image does not tell the variant of its ARM, any will do. */
  private static boolean suits(Platform platform, JsonNode image) {
    Platform is = EngineImages.platform(image);
    return platform.suits(is) >= 0
        || image.path("Variant").asText("").isEmpty()
            && platform.os().equals(is.os())
            && platform.architecture().equals(is.architecture());
  }

  /** The very same, beside the one that the engine tells of when it is not asked for another. */
  private static boolean hasBeside(Engine engine, String name, Platform wanted) {
    if (engine.api().atLeast(1, 49)) {
      return asked(engine, name, wanted).filter(wanted::equals).isPresent();
    }
    return engine.api().atLeast(1, 48) && listed(engine, name, wanted::equals);
  }

  private static Optional<Platform> asked(Engine engine, String name, Platform wanted) {
    return EngineImages.find(engine, name, Optional.of(wanted)).map(EngineImages::platform);
  }

  private static boolean listed(Engine engine, String name, Predicate<Platform> isFine) {
    JsonNode image =
        engine.json(Call.get(EngineImages.path(name) + "/json").query("manifests", true));
    for (JsonNode manifest : image.path("Manifests")) {
      JsonNode data = manifest.path("ImageData").path("Platform");
      Platform has =
          new Platform(
              data.path("os").asText(""),
              data.path("architecture").asText(""),
              data.path("variant").asText(""));
      if (manifest.path("Available").asBoolean() && isFine.test(has)) {
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
