package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Duration;
import java.time.Instant;

/**
 * Waits until a container is as it should be. Parameters: {@code from} or {@code id}; {@code
 * condition}; {@code timeout} in milliseconds; {@code optional}: a failure is a warning.
 *
 * <p>Conditions: {@code healthy} (needs a health check), {@code running} (healthy if it has a
 * health check, else running or ended with 0 without restart), {@code completed} (ended with 0).
 */
public final class HealthGate implements StepKind {
  public static final String KIND = "container.gate";
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final int QUOTE = 300;

  /** What is waited for. */
  public enum Condition {
    HEALTHY,
    RUNNING,
    COMPLETED
  }

  /** Waits for the container that step {@code from} made. */
  public static Step.Builder stepFrom(
      String id, String name, String from, Condition condition, Duration timeout) {
    return step(id, name, Data.of("from", from), condition, timeout);
  }

  /** Waits for a container that is there. */
  public static Step.Builder stepId(
      String id, String name, String container, Condition condition, Duration timeout) {
    return step(id, name, Data.of("id", container), condition, timeout);
  }

  private static Step.Builder step(
      String id, String name, Data parameters, Condition condition, Duration timeout) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action(
            switch (condition) {
              case HEALTHY -> "wait until it is healthy";
              case RUNNING -> "see that it runs";
              case COMPLETED -> "wait until it has completed";
            })
        .parameters(
            parameters.with("condition", condition.name()).with("timeout", timeout.toMillis()));
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
    try {
      return see(context);
    } catch (VerificationFailed e) {
      if (!context.step().parameters().flag("optional")) {
        throw e;
      }
      context.warn(e.getMessage() + "; nothing requires it, so the rest goes on");
      return StepResult.done();
    }
  }

  private static StepResult see(StepContext context) {
    Data parameters = context.step().parameters();
    Condition condition = Condition.valueOf(parameters.text("condition"));
    JsonNode container = Target.present(context, Target.containerId(context));
    Look look = look(container, condition);
    if (look.problem != null) {
      throw new VerificationFailed(
          context.host().name(), sentence(context, container, look.problem));
    }
    if (look.reached) {
      return StepResult.done();
    }
    Instant now = context.clock().instant();
    if (context.memory().isEmpty()) {
      context.remember(Data.of("since", now.toString()));
    }
    Instant since = Instant.parse(context.memory().text("since"));
    Instant deadline = since.plusMillis(parameters.number("timeout", 300_000));
    if (!now.isBefore(deadline)) {
      throw new VerificationFailed(
          context.host().name(),
          sentence(
              context,
              container,
              "is %s after %s".formatted(look.state, words(Duration.between(since, deadline)))));
    }
    // Often at first, then less: a tenth of the time waited so far.
    Duration pause = Duration.between(since, now).dividedBy(10);
    pause = pause.compareTo(FIRST) < 0 ? FIRST : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    Instant next = now.plus(pause);
    return StepResult.waitUntil(next.isBefore(deadline) ? next : deadline, look.state);
  }

  private record Look(
      boolean reached, String state, @org.jspecify.annotations.Nullable String problem) {}

  private static Look look(JsonNode container, Condition condition) {
    JsonNode state = container.path("State");
    String status = state.path("Status").asText();
    String health = state.path("Health").path("Status").asText("");
    boolean checked = !health.isEmpty() && !health.equals("none");
    boolean ended = status.equals("exited") || status.equals("dead");
    int exit = state.path("ExitCode").asInt();
    String restart = container.path("HostConfig").path("RestartPolicy").path("Name").asText("no");
    boolean restarts = !restart.isEmpty() && !restart.equals("no");
    if (condition == Condition.COMPLETED) {
      if (ended) {
        return exit == 0
            ? new Look(true, "completed", null)
            : new Look(false, status, "ended with exit code " + exit);
      }
      return new Look(false, status, null);
    }
    if (ended && !restarts) {
      boolean fine = condition == Condition.RUNNING && exit == 0;
      return new Look(fine, status, fine ? null : "ended with exit code " + exit);
    }
    if (ended || status.equals("restarting")) {
      return new Look(false, "restarting, last exit code " + exit, null);
    }
    if (status.equals("created") || status.equals("paused")) {
      return new Look(false, status, null);
    }
    if (checked) {
      return switch (health) {
        case "healthy" -> new Look(true, health, null);
        case "unhealthy" -> new Look(false, health, "is unhealthy");
        default -> new Look(false, health, null);
      };
    }
    return condition == Condition.HEALTHY
        ? new Look(false, status, "has no health check, so nobody can wait until it is healthy")
        : new Look(true, status, null);
  }

  private static String sentence(StepContext context, JsonNode container, String problem) {
    StringBuilder text =
        new StringBuilder()
            .append(context.host().name())
            .append(": ")
            .append(context.step().target())
            .append(' ')
            .append(problem);
    JsonNode log = container.path("State").path("Health").path("Log");
    if (log.isArray() && !log.isEmpty()) {
      JsonNode last = log.get(log.size() - 1);
      String output = last.path("Output").asText().strip();
      text.append("; its last health check ended with ").append(last.path("ExitCode").asInt());
      if (!output.isEmpty()) {
        text.append(": ").append(output, 0, Math.min(output.length(), QUOTE));
      }
    }
    String error = container.path("State").path("Error").asText();
    if (!error.isEmpty()) {
      text.append("; ").append(error);
    }
    return text.toString();
  }

  private static String words(Duration duration) {
    return duration.toMillis() < 10_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }

  @Override
  public void undo(StepContext context) {
    // It only looked.
  }
}
