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
import java.util.Optional;

/**
 * Creates a named volume. Parameters: {@code name}. Secret: {@code body} of the engine's create
 * call (driver options may hold credentials). Undone only if this very step made it: a volume that
 * was there keeps its data.
 */
public final class CreateVolume implements StepKind {
  public static final String KIND = "volume.create";

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
    Data body = Target.labelled(context.step().secret().object("body"), context);
    try {
      Reconcile.createVolume(Target.engine(context), Json.toTree(body.asMap()));
    } catch (EngineRejected e) {
      throw NextStep.after(e, context);
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    Engine engine = Target.engine(context);
    String path = "/volumes/" + Call.segment(context.step().parameters().text("name"));
    Optional<JsonNode> found = engine.find(Call.get(path));
    if (found.isPresent() && Target.madeBy(context, found.get().path("Labels"))) {
      Target.remove(engine, path);
    }
  }
}
