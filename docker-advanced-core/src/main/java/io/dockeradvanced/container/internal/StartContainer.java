package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a container. Parameters: {@code from}, the step that made it, or {@code id}; {@code stop},
 * the seconds to give it when this is undone. Secret: {@link Hooks}, optional.
 */
public final class StartContainer implements StepKind {
  public static final String KIND = "container.start";

  /**
   * Key of an optional parameter: ports of the host that the container takes, each with {@code
   * first}, {@code last}, {@code words} and its place.
   */
  public static final String PORTS = "ports";

  /** The time the engine tells for a container that was never started. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

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
    Engine engine = Target.engine(context);
    String id = Target.containerId(context);
    boolean ours = made(context);
    if (!ours && !context.memory().has("running")) {
      // Before the start, so that an undo after a crash stops only what this step started.
      State state = state(Target.present(context, id));
      context.remember(Data.of("running", state.running()).with("started", state.lastStart()));
    }
    if (!(context.repeated() && startedBefore(context, id, ours))) {
      start(context, engine, id);
    }
    new Hooks(context, id, Hooks.POST_START).run();
    return StepResult.done();
  }

  private static void start(StepContext context, Engine engine, String id) {
    try {
      ReconcileContainer.start(engine, id);
    } catch (EngineRejected e) {
      throw takenPort(context, e).orElse(e);
    }
  }

  private static Optional<DockerAdvancedException> takenPort(
      StepContext context, EngineRejected refusal) {
    return taken(context.step().parameters().objects(PORTS), refusal.reason())
        .map(
            port ->
                new InvalidSpec(
                    List.of(
                        InvalidSpec.Finding.at(
                            port.text(Step.WHERE),
                            "%s is in use on %s; stop what uses it or publish another port"
                                .formatted(port.text("words"), context.host().name())))));
  }

  /**
   * The port that a refusal speaks of. The engine has many words for a port that a program of the
   * host has; the address of the host stands before that of the container in all of them.
   */
  static Optional<Data> taken(List<Data> ports, String reason) {
    if (!reason.contains("already allocated") && !reason.contains("address already in use")) {
      return Optional.empty();
    }
    Matcher numbers = Pattern.compile(":(\\d{1,5})(?!\\d)").matcher(reason);
    while (numbers.find()) {
      long number = Long.parseLong(numbers.group(1));
      for (Data port : ports) {
        if (port.number("first", 0) <= number && number <= port.number("last", 0)) {
          return Optional.of(port);
        }
      }
    }
    return Optional.empty();
  }

  /** A short job that a dead process started may have ended; it must not run twice. */
  private static boolean startedBefore(StepContext context, String id, boolean ours) {
    String last = state(Target.present(context, id)).lastStart();
    return !last.equals(ours ? NEVER : context.memory().find("started").orElse(NEVER));
  }

  /** Whether it was made and has not been started since. */
  static boolean isFresh(JsonNode container) {
    return state(container).lastStart().equals(NEVER);
  }

  private record State(boolean running, String lastStart) {}

  private static State state(JsonNode container) {
    return new State(
        Target.isRunning(container), container.path("State").path("StartedAt").asText(NEVER));
  }

  /** Whether an earlier step of this operation made it. */
  private static boolean made(StepContext context) {
    return context.step().parameters().has("from");
  }

  @Override
  public void undo(StepContext context) {
    Optional<String> from = context.step().parameters().find("from");
    if (from.isPresent() && context.result(from.get()).isEmpty()) {
      return; // it was never made
    }
    if (from.isEmpty() && (!context.memory().has("running") || context.memory().flag("running"))) {
      return; // it was not this step that started it
    }
    String id = Target.containerId(context);
    Optional<JsonNode> container = Target.container(Target.engine(context), id);
    if (container.filter(Target::isRunning).isPresent()) {
      new Hooks(context, id, Hooks.PRE_STOP).runOnTheWayBack();
      StopContainer.stop(context, id, container);
    }
  }
}
