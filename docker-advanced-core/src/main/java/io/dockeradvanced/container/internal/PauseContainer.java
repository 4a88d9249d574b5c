package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Freezes a container, or lets it go on; undone when it was otherwise before. Parameters: {@code
 * id}; {@code pause}, which of the two.
 */
public final class PauseContainer implements StepKind {
  public static final String KIND = "container.pause";
  private static final String PAUSE = "pause";
  private static final String PAUSED = "paused";

  public static Step.Builder pause(String id, String name, String container) {
    return step(id, name, container, true);
  }

  public static Step.Builder unpause(String id, String name, String container) {
    return step(id, name, container, false);
  }

  private static Step.Builder step(String id, String name, String container, boolean pause) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action(pause ? "pause" : "unpause")
        .undo(pause ? "let it go on" : "pause it again")
        .parameters(Data.of("id", container).with(PAUSE, pause));
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
    String id = context.step().parameters().text("id");
    if (context.memory().isEmpty()) {
      // Before the change, so that an undo after a crash knows what it was.
      context.remember(Data.of(PAUSED, Target.isPaused(Target.present(context, id))));
    }
    set(context, id, context.step().parameters().flag(PAUSE));
    return StepResult.done();
  }

  private static void set(StepContext context, String id, boolean pause) {
    Engine engine = Target.engine(context);
    if (pause) {
      ReconcileContainer.pause(engine, id);
    } else {
      ReconcileContainer.unpause(engine, id);
    }
  }

  @Override
  public void undo(StepContext context) {
    boolean pause = context.step().parameters().flag(PAUSE);
    if (context.memory().isEmpty() || context.memory().flag(PAUSED) == pause) {
      return;
    }
    setBack(context, context.step().parameters().text("id"), !pause);
  }

  /** Freezes a container that something is undone of, or lets it go on, if it runs at all. */
  static void setBack(StepContext context, String id, boolean pause) {
    boolean running =
        Target.container(Target.engine(context), id).filter(Target::isRunning).isPresent();
    if (running) {
      set(context, id, pause);
    } else {
      context.warn(context.step().target() + " does not run any more; it stays so");
    }
  }
}
