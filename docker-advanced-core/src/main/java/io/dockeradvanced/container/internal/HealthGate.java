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
 * health check, else running a little after its start or ended with 0 without restart; one that was
 * restarted has to run for a while), {@code completed} (ended with 0).
 */
public final class HealthGate implements StepKind {
  public static final String KIND = "container.gate";
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final int QUOTE = 300;

  /** Long enough for a process that cannot even begin to be gone again. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  /** A restarted container that runs so long is over it: the engine reckons the same. */
  private static final Duration STEADY = Duration.ofSeconds(10);

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
  public boolean onlyLooks() {
    return true;
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
    Instant now = context.clock().instant();
    if (condition == Condition.RUNNING && parameters.has("from") && !context.repeated()) {
      // It has only just been started; a look before it has settled would tell nothing.
      return StepResult.waitUntil(now.plus(SETTLE), "started");
    }
    JsonNode container = Target.present(context, Target.containerId(context));
    Look look = Look.at(container, condition);
    if (look.problem() != null) {
      throw new VerificationFailed(
          context.host().name(), sentence(context, container, look.problem()));
    }
    if (look.reached() && look.checked()) {
      return StepResult.done();
    }
    if (look.reached() && look.restarts() == 0) {
      // Who started it, and when, is not known here: what ends at once is seen by a second look.
      return context.repeated()
          ? StepResult.done()
          : StepResult.waitUntil(now.plus(SETTLE), "started");
    }
    Data memory = remembered(context, look, now);
    Instant since = Instant.parse(memory.text("since"));
    if (look.reached() && !now.isBefore(Instant.parse(memory.text("steadySince")).plus(STEADY))) {
      return StepResult.done();
    }
    String state =
        look.restarts() == 0
            ? look.state()
            : "%s, restarted %d time%s"
                .formatted(look.state(), look.restarts(), look.restarts() == 1 ? "" : "s");
    Instant deadline = since.plusMillis(parameters.number("timeout", 300_000));
    if (!now.isBefore(deadline)) {
      throw new VerificationFailed(
          context.host().name(),
          sentence(
              context,
              container,
              "is %s after %s".formatted(state, words(Duration.between(since, deadline)))));
    }
    Instant next = next(since, now);
    return StepResult.waitUntil(next.isBefore(deadline) ? next : deadline, state);
  }

  /** Since when it is looked at, and since when it has not been restarted; also after a crash. */
  private static Data remembered(StepContext context, Look look, Instant now) {
    Data before = context.memory();
    Data memory = memory(before, look.restarts(), now);
    if (!memory.equals(before)) {
      context.remember(memory);
    }
    return memory;
  }

  static Data memory(Data before, int restarts, Instant now) {
    // After the clock was set back, what has passed is not known: the time begins anew.
    boolean setBack = now.isBefore(before.find("steadySince").map(Instant::parse).orElse(now));
    if (before.isEmpty() || setBack) {
      return Data.of("since", now.toString())
          .with("restarts", restarts)
          .with("steadySince", now.toString());
    }
    return before.number("restarts", -1) == restarts
        ? before
        : before.with("restarts", restarts).with("steadySince", now.toString());
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

  /** When to look again: often at first, then less, after a tenth of the time waited so far. */
  static Instant next(Instant since, Instant now) {
    Duration pause = Duration.between(since, now).dividedBy(10);
    return now.plus(
        pause.compareTo(FIRST) < 0 ? FIRST : pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
  }

  static String words(Duration duration) {
    return duration.toMillis() < 10_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }

  @Override
  public void undo(StepContext context) {
    // It only looked.
  }
}
