package io.dockeradvanced.container.internal;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Removes a network or a volume after the commit; one that is still in use stays, with a warning.
 * Parameters: {@code path} of the object on the engine, {@code created} of a volume: it has no id,
 * so the time of its creation tells it from another one of the same name that was made since.
 */
public final class RemoveObject implements StepKind {
  public static final String KIND = "object.remove";

  public static Step.Builder network(String id, String name, String network) {
    return step(id, "network " + name, Data.of("path", "/networks/" + network));
  }

  /**
   * @param createdAt as the engine says it; empty when it does not say
   */
  public static Step.Builder volume(String id, String name, String createdAt) {
    Data parameters = Data.of("path", "/volumes/" + Call.segment(name));
    return step(id, "volume " + name, parameters.with("created", createdAt));
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
      if (isAnother(engine, path, parameters.find("created").orElse(""))) {
        context.warn(context.step().target() + " stays: it was made anew since the plan was made");
        return StepResult.done();
      }
      Target.remove(engine, path);
    } catch (EngineRejected e) {
      boolean inUse = e.status() == 409 || e.reason().contains("active endpoints");
      if (!inUse) {
        throw e;
      }
      context.warn(context.step().target() + " stays: it is in use by containers of others");
    }
    return StepResult.done();
  }

  private static boolean isAnother(Engine engine, String path, String created) {
    return !created.isEmpty()
        && engine
            .find(Call.get(path))
            .map(volume -> volume.path("CreatedAt").asText())
            .filter(now -> !now.isEmpty() && !now.equals(created))
            .isPresent();
  }

  @Override
  public void undo(StepContext context) {
    // Runs after the commit only.
  }
}
