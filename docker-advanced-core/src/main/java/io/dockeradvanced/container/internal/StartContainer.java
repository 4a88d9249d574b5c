package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.Optional;

/**
 * Starts a container. Parameters: {@code from}, the step that made it, or {@code id}; {@code stop},
 * the seconds to give it when this is undone.
 */
public final class StartContainer implements StepKind {
  public static final String KIND = "container.start";

  /** Starts what the step {@code from} made. */
  public static Step.Builder stepFrom(String id, String name, String from, long stopSeconds) {
    return step(id, name, Data.of("from", from).with("stop", stopSeconds)).after(from);
  }

  /** Starts a container that is there. */
  public static Step.Builder stepId(String id, String name, String container, long stopSeconds) {
    return step(id, name, Data.of("id", container).with("stop", stopSeconds));
  }

  private static Step.Builder step(String id, String name, Data parameters) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("start")
        .undo("stop it")
        .parameters(parameters)
        .weight(3);
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
    ReconcileContainer.start(Target.engine(context), Target.containerId(context));
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    Optional<String> from = context.step().parameters().find("from");
    if (from.isPresent() && context.result(from.get()).isEmpty()) {
      return; // it was never made
    }
    String id = Target.containerId(context);
    if (Target.container(Target.engine(context), id).filter(Target::isRunning).isPresent()) {
      StopContainer.stop(context, id, context.step().parameters().number("stop", 10));
    }
  }
}
