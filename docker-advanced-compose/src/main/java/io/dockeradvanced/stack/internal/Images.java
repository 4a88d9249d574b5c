package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.container.internal.BuildImage;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images of a plan, each looked up once. For one thread. */
final class Images {
  private final Engine engine;
  private final Map<String, Optional<JsonNode>> found = new TreeMap<>();
  private final Map<String, Optional<String>> built = new TreeMap<>();
  private final Map<String, Optional<String>> mismatched = new TreeMap<>();

  Images(Engine engine) {
    this.engine = engine;
  }

  Optional<JsonNode> inspect(String image) {
    return found.computeIfAbsent(image, i -> EngineImages.find(engine, i));
  }

  /** The id of an image that is there. */
  Optional<String> id(String image) {
    return inspect(image).map(i -> i.path("Id").asText());
  }

  /**
   * Why an image that is there counts as not there for who wants it for this platform; empty when
   * it does not.
   */
  Optional<String> mismatch(String image, Optional<String> platform) {
    return mismatched.computeIfAbsent(
        image + " " + platform.orElse(""),
        key -> inspect(image).flatMap(told -> EnsureImage.mismatch(engine, image, told, platform)));
  }

  /**
   * Whether this digest is that of the image for one platform. On a containerd store Compose from
   * 5.4 on labels containers with it, where older ones and ours take the id of the whole.
   */
  boolean isPart(String image, String digest) {
    if (!engine.api().atLeast(1, 48)) {
      return false;
    }
    return engine
        .find(Call.get(EngineImages.path(image) + "/json").query("manifests", true))
        .filter(found -> hasManifest(found.path("Manifests"), digest))
        .isPresent();
  }

  private static boolean hasManifest(JsonNode manifests, String digest) {
    for (JsonNode manifest : manifests) {
      if (manifest.path("Kind").asText().equals("image")
          && manifest.path("ID").asText().equals(digest)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why an image that is there is built anew before containers are made of it; empty when it is
   * not.
   */
  Optional<String> whyBuilt(Desired desired, String image) {
    return built.computeIfAbsent(
        image,
        name ->
            build(desired, name)
                .filter(ImageBuild::anew)
                .filter(build -> !inputs(name).equals(build.inputs()))
                .map(build -> "what it is built from has changed"));
  }

  private String inputs(String image) {
    return inspect(image)
        .map(i -> i.path("Config").path("Labels").path(BuildImage.INPUTS).asText())
        .orElse("");
  }

  /** How an image is built, whichever of the services says so that are deployed. */
  static Optional<ImageBuild> build(Desired desired, String image) {
    return desired.services().values().stream()
        .filter(service -> desired.isChosen(service.name()))
        .flatMap(service -> service.extras().build().stream())
        .filter(build -> build.image().equals(image))
        .findFirst();
  }

  /** Container paths that the image declares as volumes. */
  List<String> volumes(String image) {
    List<String> targets = new ArrayList<>();
    inspect(image)
        .ifPresent(
            i -> i.path("Config").path("Volumes").fieldNames().forEachRemaining(targets::add));
    return targets;
  }

  /** Whether the image declares a health check; true when nobody knows yet. */
  boolean mayHaveCheck(String image) {
    Optional<JsonNode> inspected = inspect(image);
    if (inspected.isEmpty()) {
      return true;
    }
    JsonNode test = inspected.get().path("Config").path("Healthcheck").path("Test");
    return !test.isEmpty() && !test.path(0).asText().equals("NONE");
  }

  /** What a plan that uses these images assumes of them. */
  List<String> fingerprint(Collection<String> used) {
    List<String> parts = new ArrayList<>();
    for (String image : new TreeSet<>(used)) {
      parts.add(image + "=" + id(image).orElse(""));
    }
    return parts;
  }
}
