package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Sends a signal to the first process of a container that runs. Parameters: {@code id}, {@code
 * signal}. What it does with one cannot be undone; but one that was killed is started again.
 */
public final class SignalContainer implements StepKind {
  public static final String KIND = "container.signal";
  private static final Set<String> KILL = Set.of("KILL", "SIGKILL", "9");
  private static final Duration END = Duration.ofSeconds(30);

  public static Step.Builder step(String id, String name, String container, String signal) {
    Step.Builder step =
        Step.of(id, KIND, 1)
            .target("container " + name)
            .action("send " + signal)
            .parameters(Data.of("id", container).with("signal", signal));
    return isKill(signal) ? step.undo("start it again") : step;
  }

  private static boolean isKill(String signal) {
    return KILL.contains(signal.toUpperCase(Locale.ROOT));
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
    Data parameters = context.step().parameters();
    String id = parameters.text("id");
    String signal = parameters.text("signal");
    JsonNode container = Target.present(context, id);
    if (!Target.isRunning(container)) {
      return StepResult.done();
    }
    if (!context.memory().isEmpty() && !isKill(signal)) {
      // It must not come twice.
      context.warn(context.step().target() + " may have got its " + signal + " already");
      return StepResult.done();
    }
    context.remember(Data.of("running", true));
    engine.send(Call.post("/containers/" + Call.segment(id) + "/kill").query("signal", signal));
    if (isKill(signal)) {
      ReconcileContainer.awaitExit(engine, id, END);
      ReconcileContainer.awaitListedAsKilled(engine, id);
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    String id = context.step().parameters().text("id");
    if (isKill(context.step().parameters().text("signal"))
        && context.memory().flag("running")
        && Target.container(Target.engine(context), id).isPresent()) {
      ReconcileContainer.start(Target.engine(context), id);
    }
  }
}
