package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names that a build moves to the image it makes, and how they go back.
 *
 * <p>Before the build it is remembered which image each name was of, and what the new one is made
 * of: after a crash what was built is known by that, even where the files have changed since and
 * the step built from others when it went on.
 */
final class MovedNames {
  private static final Duration REMOVAL = Duration.ofMinutes(2);
  private static final String INPUTS = "inputs";
  private static final String FORMER = "former";

  private final StepContext context;
  private final Engine engine;

  MovedNames(StepContext context) {
    this.context = context;
    this.engine = Target.engine(context);
  }

  /** Whether a build of these inputs may have run. */
  boolean isBegun(String inputs) {
    return context.memory().texts(INPUTS).contains(inputs);
  }

  /**
   * The image that all names are of, when it is one of these inputs. One that was there before is
   * no proof: it may be wanted anew of the same files.
   */
  Optional<String> built(List<ImageReference> names, String inputs) {
    TreeSet<String> ids = new TreeSet<>();
    for (ImageReference name : names) {
      ids.add(
          find(EngineImages.name(name))
              .filter(image -> inputs(image).equals(inputs))
              .map(MovedNames::id)
              .orElse(""));
    }
    return ids.size() == 1
        ? Optional.of(ids.first()).filter(id -> !id.isEmpty() && !isFormer(id))
        : Optional.empty();
  }

  private boolean isFormer(String id) {
    return context.memory().objects(FORMER).stream().anyMatch(f -> f.text("id").equals(id));
  }

  /** A build of these inputs begins. */
  void begin(List<ImageReference> names, String inputs) {
    if (isBegun(inputs)) {
      return;
    }
    Data memory = context.memory();
    List<String> all = new ArrayList<>(memory.texts(INPUTS));
    all.add(inputs);
    if (!memory.has(FORMER)) {
      // Only the first time: later some of them may be of what was built.
      List<Data> former = new ArrayList<>();
      for (ImageReference name : names) {
        String known = EngineImages.name(name);
        former.add(Data.of("name", known).with("id", find(known).map(MovedNames::id).orElse("")));
      }
      memory = memory.with(FORMER, former);
    }
    context.remember(memory.with(INPUTS, all));
  }

  /**
   * Every name that is of what was built goes back to the image that had it. Where there was none,
   * or where that is gone, it goes - or else the next deploy would take what failed for the image
   * it wants.
   */
  void giveBack() {
    for (Data former : context.memory().objects(FORMER)) {
      giveBack(former.text("name"), former.text("id"));
    }
  }

  private void giveBack(String name, String former) {
    Optional<JsonNode> now = find(name);
    if (now.isEmpty() || id(now.get()).equals(former) || !isBegun(inputs(now.get()))) {
      return;
    }
    try {
      if (former.isEmpty()) {
        remove(name);
      } else if (find(former).isEmpty()) {
        remove(name);
        context.warn(
            "%s: image %s, which %s was before, is gone from the engine; the name goes with what was"
                    .formatted(engine.host(), former, name)
                + " built, and the next deploy builds or pulls it");
      } else {
        tag(former, name);
      }
    } catch (EngineRejected e) {
      context.warn(
          "%s: image %s keeps its new name: %s".formatted(engine.host(), name, e.reason()));
    }
  }

  private void remove(String name) {
    try {
      engine.send(Call.delete(EngineImages.path(name)).query("noprune", true).within(REMOVAL));
    } catch (EngineRejected e) {
      if (e.status() != 404) {
        throw e;
      }
    }
  }

  private void tag(String image, String name) {
    ImageReference reference = ImageReference.parse(name).orLatest();
    engine.send(
        Call.post(EngineImages.path(image) + "/tag")
            .query("repo", EngineImages.name(reference.bare()))
            .query("tag", reference.tag().orElse("latest")));
  }

  private Optional<JsonNode> find(String image) {
    return EngineImages.find(engine, image);
  }

  private static String id(JsonNode image) {
    return image.path("Id").asText();
  }

  private static String inputs(JsonNode image) {
    return image.path("Config").path("Labels").path(BuildImage.INPUTS).asText();
  }
}
