package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.image.ImageDetails;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.ImageSummary;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an engine names and describes images. */
public final class EngineImages {
  private EngineImages() {}

  /**
   * A reference as engines read it back: the familiar form, but for the few on Docker Hub whose
   * user's name looks like a registry.
   */
  public static String name(ImageReference reference) {
    String familiar = reference.familiar();
    return ImageReference.parse(familiar).equals(reference) ? familiar : reference.canonical();
  }

  /** A name or id for use in a path: its slashes stay. */
  public static String path(String image) {
    return "/images/" + Call.segment(image).replace("%2F", "/");
  }

  /** The engine's answer about an image, if it has it. */
  public static Optional<JsonNode> find(Engine engine, String image) {
    return engine.find(Call.get(path(image) + "/json"));
  }

  /** As {@link #find}; of an image for several platforms the one asked for, where engines can. */
  static Optional<JsonNode> find(Engine engine, String image, Optional<Platform> platform) {
    Call call = Call.get(path(image) + "/json");
    if (platform.isPresent() && engine.api().atLeast(1, 49)) {
      call.query("platform", json(platform.get()));
    }
    return engine.find(call);
  }

  private static String json(Platform p) {
    return io.dockeradvanced.internal.json.Json.object()
        .put("os", p.os())
        .put("architecture", p.architecture())
        .put("variant", p.variant())
        .toString();
  }

  /** What an image runs on. */
  static Platform platform(JsonNode image) {
    return new Platform(
        image.path("Os").asText("").isEmpty() ? "linux" : image.path("Os").asText(),
        image.path("Architecture").asText(""),
        image.path("Variant").asText(""));
  }

  /** From a list. */
  public static ImageSummary summary(JsonNode i) {
    return new ImageSummary(
        i.path("Id").asText(""),
        names(i.path("RepoTags")),
        names(i.path("RepoDigests")),
        Instant.ofEpochSecond(i.path("Created").asLong()),
        i.path("Size").asLong(),
        labels(i.path("Labels")));
  }

  /** From an inspect. */
  public static ImageDetails details(JsonNode i) {
    JsonNode c = i.path("Config");
    return new ImageDetails(
        i.path("Id").asText(""),
        names(i.path("RepoTags")),
        names(i.path("RepoDigests")),
        platform(i),
        instant(i.path("Created").asText("")),
        i.path("Size").asLong(),
        i.path("Author").asText(""),
        c.path("User").asText(""),
        c.path("WorkingDir").asText(""),
        texts(c.path("Entrypoint")),
        texts(c.path("Cmd")),
        texts(c.path("Env")),
        keys(c.path("ExposedPorts")),
        keys(c.path("Volumes")),
        c.path("StopSignal").asText(""),
        labels(c.path("Labels")),
        texts(i.path("RootFS").path("Layers")));
  }

  /** Engines before 25 name what has no name. */
  private static List<String> names(JsonNode list) {
    return texts(list).stream().filter(name -> !name.startsWith("<none>")).toList();
  }

  private static List<String> texts(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(t -> all.add(t.asText("")));
    return all;
  }

  private static List<String> keys(JsonNode object) {
    List<String> all = new ArrayList<>();
    object.fieldNames().forEachRemaining(all::add);
    return all;
  }

  static Map<String, String> labels(JsonNode labels) {
    Map<String, String> all = new LinkedHashMap<>();
    labels.properties().forEach(l -> all.put(l.getKey(), l.getValue().asText("")));
    return all;
  }

  /** When the image got a name on this engine for the last time; a pull counts. */
  public static Optional<Instant> tagged(JsonNode image) {
    return instant(image.path("Metadata").path("LastTagTime").asText(""));
  }

  static Optional<Instant> instant(String text) {
    try {
      return text.startsWith("0001-")
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
