package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.engine.StopGrace;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Stops a container, and starts it again when undone - if it had been running; one that was frozen
 * is frozen again. Parameters: {@code id}; {@code stop}, the seconds it is given before it is
 * killed, or -1 for what the container was made with. Secret: {@link Hooks}, optional.
 */
public final class StopContainer implements StepKind {
  public static final String KIND = "container.stop";

  /** For {@code stop}: the grace time the container was made with. */
  public static final long OWN_GRACE = -1;

  /** Remembered when hooks came first: that the engine may have been asked to stop it. */
  private static final String ASKED = "asked";

  private static final String PAUSED = "paused";

  public static Step.Builder step(String id, String name, String container, long stopSeconds) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("stop")
        .undo("start it again")
        .parameters(Data.of("id", container).with("stop", stopSeconds))
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
    String id = Target.containerId(context);
    Optional<JsonNode> seen = Optional.empty();
    if (context.memory().isEmpty()) {
      JsonNode container = Target.present(context, id);
      seen = Optional.of(container);
      // Before the stop, so that an undo after a crash knows whether to start it.
      context.remember(
          Data.of("running", Target.isRunning(container)).with(PAUSED, Target.isPaused(container)));
    }
    if (context.memory().flag("running")) {
      Hooks hooks = new Hooks(context, id, Hooks.PRE_STOP);
      if (!hooks.isEmpty() && !context.memory().flag(ASKED)) {
        hooks.run();
        context.remember(context.memory().with(ASKED, true));
      }
      stop(context, id, seen);
    }
    return StepResult.done();
  }

  /**
   * Stops it with the {@code stop} of the step.
   *
   * @param seen what an inspect said of it, if there was one
   */
  static void stop(StepContext context, String id, Optional<JsonNode> seen) {
    long seconds = context.step().parameters().number("stop", 10);
    Engine engine = Target.engine(context);
    Optional<StopGrace> grace =
        seconds >= 0
            ? Optional.of(StopGrace.of(Duration.ofSeconds(seconds)))
            : seen.or(() -> Target.container(engine, id)).map(StopGrace::own);
    // Without one the container is gone.
    grace.ifPresent(time -> ReconcileContainer.stop(engine, id, time));
  }

  @Override
  public void undo(StepContext context) {
    if (!context.memory().flag("running")) {
      return;
    }
    String id = Target.containerId(context);
    Optional<JsonNode> container = Target.container(Target.engine(context), id);
    if (container.isEmpty()) {
      context.warn(context.step().target() + " cannot be started again: it is gone");
      return;
    }
    boolean running = Target.isRunning(container.get());
    boolean hooked = !new Hooks(context, id, Hooks.PRE_STOP).isEmpty();
    boolean asked = !hooked || context.memory().flag(ASKED);
    if (running && asked && context.result(context.step().id()).isEmpty()) {
      // Asked for, and nobody saw the end: the engine may be at it, and would win after our start.
      stop(context, id, container);
      running = false;
    }
    if (!running) {
      ReconcileContainer.start(Target.engine(context), id);
    }
    Hooks afterStart = new Hooks(context, id, Hooks.POST_START);
    boolean frozen = running && Target.isPaused(container.get());
    if (!running || afterStart.begun() && !frozen) {
      // Also when only hooks ran: what they took out of service comes back as after a start.
      afterStart.runOnTheWayBack();
    }
    if (context.memory().flag(PAUSED)) {
      PauseContainer.setBack(context, id, true);
    }
  }
}
