package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Removes a container after the commit. Parameters: {@code id}; {@code volumes}, whether its
 * anonymous volumes go too.
 */
public final class RemoveContainer implements StepKind {
  public static final String KIND = "container.remove";

  public static Step.Builder step(String id, String name, String container, boolean volumes) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("remove")
        .parameters(Data.of("id", container).with("volumes", volumes))
        .weight(2)
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
    ReconcileContainer.remove(
        Target.engine(context), parameters.text("id"), true, parameters.flag("volumes"));
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    // Runs after the commit only.
  }
}
