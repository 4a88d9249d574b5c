package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.ImageNotFound;
import io.dockeradvanced.image.RetainedImage;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Containers that are created and never started, so that engines prune no image they are made of.
 * The name of the container is the name of what is kept, so an engine lets only one have it.
 */
public final class Keepers {
  private static final String KEEP = "io.docker-advanced.keep";
  private static final String IMAGE = "io.docker-advanced.keep-image";
  private static final String PREFIX = "docker-advanced-keep-";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  private final Engine engine;

  /** The keepers of an engine. */
  public Keepers(Engine engine) {
    this.engine = engine;
  }

  /** Keeps an image under a name; that it is kept so already is as good. */
  public RetainedImage retain(String image, String name) {
    checked(name);
    JsonNode found =
        EngineImages.find(engine, image)
            .orElseThrow(
                () ->
                    new ImageNotFound(
                        engine.host(),
                        image,
                        "%s: there is no image %s to retain".formatted(engine.host(), image)));
    String id = found.path("Id").asText("");
    Optional<RetainedImage> there = find(name);
    if (there.isEmpty()) {
      create(name, id, image);
      there = find(name);
    }
    RetainedImage kept =
        there.orElseThrow(
            () ->
                new InvalidSpec(
                    name,
                    0,
                    0,
                    "the container %s%s is not ours; choose another name to retain images under"
                        .formatted(PREFIX, name)));
    if (!kept.imageId().equals(id)) {
      throw new InvalidSpec(
          name,
          0,
          0,
          "under this name %s retains %s already; release it first, or choose another name"
              .formatted(engine.host(), kept.image()));
    }
    return kept;
  }

  private void create(String name, String id, String image) {
    ObjectNode labels = Json.object();
    labels.put(KEEP, name);
    labels.put(IMAGE, image);
    labels.put(Reconcile.STEP_LABEL, "keep/" + name + "/" + id);
    ObjectNode body = Json.object();
    body.put("Image", id);
    // Never run; engines want a command all the same.
    body.putArray("Cmd").add("docker-advanced-keep");
    body.putArray("Entrypoint");
    body.put("NetworkDisabled", true);
    body.set("Labels", labels);
    ObjectNode hostConfig = body.putObject("HostConfig");
    hostConfig.put("NetworkMode", "none");
    hostConfig.putObject("LogConfig").put("Type", "none");
    try {
      Reconcile.createContainer(engine, PREFIX + name, body);
    } catch (EngineRejected e) {
      if (e.status() != 409) {
        throw e;
      }
      // Somebody was quicker; what he keeps is looked at next.
    }
  }

  /** Lets go of what is kept under a name; answers false when nothing is. */
  public boolean release(String name) {
    checked(name);
    return find(name)
        .map(kept -> ReconcileContainer.remove(engine, kept.container(), true, true))
        .orElse(false);
  }

  /** Everything that is kept, by name. */
  public List<RetainedImage> all() {
    List<RetainedImage> all = new ArrayList<>();
    for (JsonNode c :
        engine.json(Call.get("/containers/json").query("all", true).filter("label", KEEP))) {
      all.add(
          retained(
              c.path("Labels"),
              c.path("ImageID").asText(""),
              c.path("Id").asText(""),
              Instant.ofEpochSecond(c.path("Created").asLong())));
    }
    all.sort((a, b) -> a.name().compareTo(b.name()));
    return all;
  }

  private Optional<RetainedImage> find(String name) {
    return engine
        .find(Call.get("/containers/" + PREFIX + name + "/json"))
        .filter(c -> c.path("Config").path("Labels").path(KEEP).asText("").equals(name))
        .map(
            c ->
                retained(
                    c.path("Config").path("Labels"),
                    c.path("Image").asText(""),
                    c.path("Id").asText(""),
                    EngineImages.instant(c.path("Created").asText(""))
                        .orElse(Instant.EPOCH)
                        .truncatedTo(ChronoUnit.SECONDS)));
  }

  private static RetainedImage retained(
      JsonNode labels, String imageId, String container, Instant since) {
    return new RetainedImage(
        labels.path(KEEP).asText(""), imageId, labels.path(IMAGE).asText(""), container, since);
  }

  private static void checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidSpec(
          name, 0, 0, "images are retained under letters, digits, dots, dashes and underscores");
    }
  }
}
