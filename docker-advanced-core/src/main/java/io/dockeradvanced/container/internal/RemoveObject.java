package io.dockeradvanced.container.internal;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Removes a network or a volume after the commit; one that is still in use stays, with a warning.
 * Parameters: {@code path} of the object on the engine.
 */
public final class RemoveObject implements StepKind {
  public static final String KIND = "object.remove";

  public static Step.Builder network(String id, String name, String network) {
    return step(id, "network " + name, "/networks/" + network);
  }

  public static Step.Builder volume(String id, String name) {
    return step(id, "volume " + name, "/volumes/" + Call.segment(name));
  }

  private static Step.Builder step(String id, String target, String path) {
    return Step.of(id, KIND, 1)
        .target(target)
        .action("remove, unless others use it")
        .parameters(Data.of("path", path))
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
    String path = context.step().parameters().text("path");
    try {
      Target.remove(Target.engine(context), path);
    } catch (EngineRejected e) {
      boolean inUse = e.status() == 409 || e.reason().contains("active endpoints");
      if (!inUse) {
        throw e;
      }
      context.warn(context.step().target() + " stays: it is in use by containers of others");
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    // Runs after the commit only.
  }
}
