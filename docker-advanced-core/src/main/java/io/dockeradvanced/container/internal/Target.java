package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.StepContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the steps that act on objects of the engine share: labels, looking up, and sending a write
 * whose reply may be lost.
 */
final class Target {
  /** On everything a step makes: which operation made it. */
  static final String OPERATION = "io.docker-advanced.operation";

  /** On everything a step makes: which step of that operation made it. */
  static final String STEP = "io.docker-advanced.step";

  private Target() {}

  static Engine engine(StepContext context) {
    return Engine.of(context.host());
  }

  /** The labels by which a step finds again what it made. */
  static Data labels(Data given, StepContext context) {
    return given.with(OPERATION, context.operation()).with(STEP, context.step().id());
  }

  /** Whether this very step made the object with these labels. */
  static boolean madeBy(StepContext context, JsonNode labels) {
    return labels.path(OPERATION).asText().equals(context.operation())
        && labels.path(STEP).asText().equals(context.step().id());
  }

  /**
   * The container a step acts on: the one that an earlier step made ({@code from}), or one that was
   * there when the plan was made ({@code id}).
   */
  static String containerId(StepContext context) {
    Data parameters = context.step().parameters();
    Optional<String> from = parameters.find("from");
    if (from.isEmpty()) {
      return parameters.text("id");
    }
    return context
        .result(from.get())
        .map(result -> result.text("id"))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "step '%s' needs '%s', which has no result"
                        .formatted(context.step().id(), from.get())));
  }

  static Optional<JsonNode> container(Engine engine, String idOrName) {
    return engine.find(Call.get("/containers/" + Call.segment(idOrName) + "/json"));
  }

  /** The container a step means, which must still be there. */
  static JsonNode present(StepContext context, String id) {
    return container(engine(context), id)
        .orElseThrow(
            () ->
                new DockerAdvancedException(
                    "%s: %s (%s) is gone; somebody removed it meanwhile"
                        .formatted(context.host().name(), context.step().target(), shortId(id))));
  }

  static String name(JsonNode container) {
    String name = container.path("Name").asText();
    return name.startsWith("/") ? name.substring(1) : name;
  }

  static boolean isRunning(JsonNode container) {
    return container.path("State").path("Running").asBoolean();
  }

  static String shortId(String id) {
    return id.length() > 12 ? id.substring(0, 12) : id;
  }

  /**
   * Sends a write that changes the state of one container. When the reply is lost, a look at the
   * container says whether it was done; it is sent once more only if it was not.
   *
   * @param reached whether a container is as the call wants it
   */
  static void change(
      StepContext context, String id, Call first, Call again, Predicate<JsonNode> reached) {
    Engine engine = engine(context);
    try {
      engine.send(first);
    } catch (UnreachableHost e) {
      if (!e.requestMayHaveRun()) {
        throw e;
      }
      Optional<JsonNode> now = container(engine, id);
      if (now.isEmpty() || !reached.test(now.get())) {
        engine.send(again);
      }
    }
  }

  /** Removes something; that it is gone already is as good. */
  static void remove(Engine engine, java.util.function.Supplier<Call> call) {
    try {
      sendRemoval(engine, call.get());
    } catch (UnreachableHost e) {
      if (!e.requestMayHaveRun()) {
        throw e;
      }
      sendRemoval(engine, call.get());
    }
  }

  private static void sendRemoval(Engine engine, Call call) {
    try {
      engine.send(call.within(Duration.ofMinutes(2)));
    } catch (EngineRejected e) {
      boolean underWay = e.status() == 409 && e.reason().contains("already in progress");
      if (e.status() != 404 && !underWay) {
        throw e;
      }
    }
  }
}
