package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.StepContext;
import java.time.Duration;
import java.util.Optional;

/** What the steps that act on objects of the engine share: labels and looking up. */
final class Target {
  private static final Duration REMOVAL = Duration.ofMinutes(2);

  /** On everything an operation makes. */
  static final String OPERATION = "io.docker-advanced.operation";

  private Target() {}

  static Engine engine(StepContext context) {
    return Engine.of(context.host());
  }

  /** The body with the labels by which a step finds again what it made. */
  static Data labelled(Data body, StepContext context) {
    return body.with(
        "Labels",
        body.object("Labels")
            .with(OPERATION, context.operation())
            .with(Reconcile.STEP_LABEL, mark(context)));
  }

  private static String mark(StepContext context) {
    return context.operation() + "/" + context.step().id();
  }

  /** Whether this very step made the object with these labels. */
  static boolean madeBy(StepContext context, JsonNode labels) {
    return labels.path(Reconcile.STEP_LABEL).asText().equals(mark(context));
  }

  /**
   * The container a step acts on: the one that an earlier step made ({@code from}), or one that was
   * there when the plan was made ({@code id}).
   */
  static String containerId(StepContext context) {
    return containerId(context, context.step().parameters());
  }

  /** As the other one, for a container that the parameters speak of further down. */
  static String containerId(StepContext context, Data parameters) {
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

  /** Whether it is frozen; such a one counts as running, too. */
  static boolean isPaused(JsonNode container) {
    return container.path("State").path("Paused").asBoolean();
  }

  static String shortId(String id) {
    return id.length() > 12 ? id.substring(0, 12) : id;
  }

  /** Removes a network or a volume; that it is gone already is as good. */
  static void remove(Engine engine, String path) {
    remove(engine, Call.delete(path));
  }

  static void remove(Engine engine, Call removal) {
    Call call = removal.within(REMOVAL);
    try {
      send(engine, call);
    } catch (UnreachableHost e) {
      if (!e.requestMayHaveRun() || Reconcile.standsStill(e)) {
        throw e;
      }
      // A removal may be asked for twice.
      send(engine, call);
    }
  }

  private static void send(Engine engine, Call call) {
    try {
      engine.send(call);
    } catch (EngineRejected e) {
      if (e.status() != 404) {
        throw e;
      }
    }
  }
}
