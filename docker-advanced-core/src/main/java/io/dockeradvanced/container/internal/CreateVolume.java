package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Creates a named volume. Parameters: {@code name}. Secret: {@code body} of the engine's create
 * call (driver options may hold credentials). Undone only if this very step made it: a volume that
 * was there keeps its data.
 */
public final class CreateVolume implements StepKind {
  public static final String KIND = "volume.create";

  /** Engines tell the time of a volume, and their own, in whole seconds. */
  private static final Duration WHOLE_SECONDS = Duration.ofSeconds(2);

  public static Step.Builder step(String id, String name, Data body) {
    return Step.of(id, KIND, 1)
        .target("volume " + name)
        .action("create")
        .undo("remove it, if this step made it")
        .parameters(Data.of("name", name))
        .secret(Data.of("body", body));
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
    Engine engine = Target.engine(context);
    if (context.memory().isEmpty()) {
      // Before the call: what an engine that dies in it leaves is then known for ours.
      boolean free = engine.find(Call.get(path(context))).isEmpty();
      Instant now = context.clock().instant().plus(engine.clockOffset());
      context.remember(Data.of("free", free).with("asked", now.toString()));
    }
    Data body = Target.labelled(context.step().secret().object("body"), context);
    JsonNode json = Json.toTree(body.asMap());
    try {
      if (isHalfMade(context, Reconcile.createVolume(engine, json))) {
        Target.remove(engine, path(context));
        Reconcile.createVolume(engine, json);
      }
    } catch (EngineRejected e) {
      throw NextStep.after(e, context);
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    Engine engine = Target.engine(context);
    Optional<JsonNode> found = engine.find(Call.get(path(context)));
    if (found.isPresent() && Target.madeBy(context, found.get().path("Labels"))) {
      Target.remove(engine, path(context));
    } else if (found.isPresent() && isHalfMade(context, found.get())) {
      removeUnused(context, engine);
    }
  }

  /**
   * An engine that dies while it makes a volume may keep its directory and forget its labels. There
   * was none of the name when this step asked: one without labels or options that came since is
   * what became of the call.
   */
  private static boolean isHalfMade(StepContext context, JsonNode found) {
    Data memory = context.memory();
    if (!memory.flag("free")
        || !found.path("Labels").isEmpty()
        || !found.path("Options").isEmpty()) {
      return false;
    }
    try {
      Instant made = OffsetDateTime.parse(found.path("CreatedAt").asText()).toInstant();
      return !made.isBefore(Instant.parse(memory.text("asked")).minus(WHOLE_SECONDS));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** One that a container uses is somebody's, wherever it came from. */
  private static void removeUnused(StepContext context, Engine engine) {
    try {
      Target.remove(engine, path(context));
    } catch (EngineRejected e) {
      if (e.status() != 409) {
        throw e;
      }
      context.warn(
          "%s: volume %s stays, because a container uses it"
              .formatted(engine.host(), context.step().parameters().text("name")));
    }
  }

  private static String path(StepContext context) {
    return "/volumes/" + Call.segment(context.step().parameters().text("name"));
  }
}
