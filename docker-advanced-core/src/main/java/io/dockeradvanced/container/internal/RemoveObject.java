package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.Optional;

/**
 * Removes a network, a volume or a name of an image after the commit; one that is still in use
 * stays, with a warning. Parameters: {@code path} of the object on the engine; {@code image}, the
 * id that the name had; {@code created} and {@code maker} of a volume: it has no id, so the time of
 * its creation, and the step that made it if that is known, tell it from another one of the same
 * name that was made since.
 *
 * <p>Engines before 23.0 (API 1.42) call the time of the last change of its files the time of its
 * creation (moby/moby#38274); theirs says nothing.
 */
public final class RemoveObject implements StepKind {
  public static final String KIND = "object.remove";
  private static final String IMAGE = "image";

  public static Step.Builder network(String id, String name, String network) {
    return step(id, "network " + name, Data.of("path", "/networks/" + network));
  }

  /**
   * @param createdAt as the engine says it; empty when it does not say
   * @param maker as {@link #maker} says it
   */
  public static Step.Builder volume(String id, String name, String createdAt, String maker) {
    Data parameters = Data.of("path", "/volumes/" + Call.segment(name));
    return step(id, "volume " + name, parameters.with("created", createdAt).with("maker", maker));
  }

  /**
   * @param name as engines name it, or an id; the image itself goes with its last name
   */
  public static Step.Builder image(String id, String name, String image) {
    return step(id, "image " + name, Data.of("path", EngineImages.path(name)).with(IMAGE, image));
  }

  /** The step that made a volume, by its labels; empty when it was none of ours. */
  public static String maker(JsonNode labels) {
    return labels.path(Reconcile.STEP_LABEL).asText("");
  }

  private static Step.Builder step(String id, String target, Data parameters) {
    return Step.of(id, KIND, 1)
        .target(target)
        .action("remove, unless others use it")
        .parameters(parameters)
        .finish();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public StepResult apply(StepContext context) {
    Data parameters = context.step().parameters();
    String path = parameters.text("path");
    Engine engine = Target.engine(context);
    try {
      if (path.startsWith("/volumes/") && isAnother(engine, path, parameters)) {
        context.warn(context.step().target() + " stays: it was made anew since the plan was made");
        return StepResult.done();
      }
      if (parameters.has(IMAGE) && hasMoved(engine, path, parameters.text(IMAGE))) {
        context.warn(context.step().target() + " stays: it got another image meanwhile");
        return StepResult.done();
      }
      // What an image was made of stays: it is the cache of the next build, as with Docker Compose.
      Call removal = Call.delete(path);
      Target.remove(engine, parameters.has(IMAGE) ? removal.query("noprune", true) : removal);
    } catch (EngineRejected e) {
      boolean inUse = e.status() == 409 || e.reason().contains("active endpoints");
      if (!inUse) {
        throw e;
      }
      String users = parameters.has(IMAGE) ? "" : " by containers of others";
      context.warn(context.step().target() + " stays: it is in use" + users);
    }
    return StepResult.done();
  }

  private static boolean hasMoved(Engine engine, String path, String image) {
    Optional<JsonNode> now = engine.find(Call.get(path + "/json"));
    return now.isPresent() && !now.get().path("Id").asText().equals(image);
  }

  private static boolean isAnother(Engine engine, String path, Data parameters) {
    Optional<JsonNode> now = engine.find(Call.get(path));
    if (now.isEmpty()) {
      return false;
    }
    // Journals of earlier releases do not say who made it.
    Optional<String> maker = parameters.find("maker");
    if (maker.isPresent() && !maker.get().equals(maker(now.get().path("Labels")))) {
      return true;
    }
    String created = parameters.find("created").orElse("");
    String createdNow = now.get().path("CreatedAt").asText();
    return engine.api().atLeast(1, 42)
        && !created.isEmpty()
        && !createdNow.isEmpty()
        && !createdNow.equals(created);
  }

  @Override
  public void undo(StepContext context) {
    // Runs after the commit only.
  }
}
