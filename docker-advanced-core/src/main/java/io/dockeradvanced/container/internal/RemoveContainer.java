package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Removes a container, mostly after the commit. Parameters: {@code id}; {@code volumes}, whether
 * its anonymous volumes go too; {@code unstarted}, whether it must never have run.
 */
public final class RemoveContainer implements StepKind {
  public static final String KIND = "container.remove";
  private static final String UNSTARTED = "unstarted";
  private static final String STOPPED = "stopped";

  public static Step.Builder step(String id, String name, String container, boolean volumes) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("remove")
        .parameters(Data.of("id", container).with("volumes", volumes))
        .weight(2)
        .finish();
  }

  /** Removes before the commit what has never run: nobody misses it, so nothing is undone. */
  public static Step.Builder unstarted(String id, String name, String container) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("remove")
        .parameters(Data.of("id", container).with("volumes", true).with(UNSTARTED, true));
  }

  /** Removes after the commit; one that was started meanwhile stays. */
  public static Step.Builder stopped(String id, String name, String container, boolean volumes) {
    Step.Builder step = step(id, name, container, volumes);
    return step.parameters(step.build().parameters().with(STOPPED, true));
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
    if (parameters.flag(UNSTARTED) && hasRun(context, parameters.text("id"))) {
      throw new DockerAdvancedException(
          "%s: %s was started meanwhile; make a new plan"
              .formatted(context.host().name(), context.step().target()));
    }
    if (parameters.flag(STOPPED) && runs(context, parameters.text("id"))) {
      context.warn(context.step().target() + " was started meanwhile; it stays");
      return StepResult.done();
    }
    ReconcileContainer.remove(
        Target.engine(context), parameters.text("id"), true, parameters.flag("volumes"));
    return StepResult.done();
  }

  private static boolean runs(StepContext context, String id) {
    return Target.container(Target.engine(context), id).filter(Target::isRunning).isPresent();
  }

  private static boolean hasRun(StepContext context, String id) {
    return Target.container(Target.engine(context), id)
        .filter(c -> !c.path("State").path("Status").asText().equals("created"))
        .isPresent();
  }

  @Override
  public void undo(StepContext context) {
    // Runs after the commit only, or removed what never ran.
  }
}
