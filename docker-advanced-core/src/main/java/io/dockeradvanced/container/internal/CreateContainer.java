package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import io.dockeradvanced.operation.Vault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates a container and attaches it to its further networks.
 *
 * <p>Parameters: {@code name}; {@code platform}, optional; {@code image}, optional: the step whose
 * result {@code id} becomes the label {@code com.docker.compose.image}. Secret: {@code body} of the
 * engine's create call; {@code connect}, a list of {@code network} and {@code endpoint} for engines
 * that take one network at creation; {@code sealed}, texts by the label that they become encrypted,
 * each with its name as the context. Result: {@code id}. Other containers that it is made with: see
 * {@link Peers}.
 */
public final class CreateContainer implements StepKind {
  public static final String KIND = "container.create";
  private static final int VERSION = 2;
  private static final Duration BEING_MADE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** The image that a container is made of, by its id. */
  static final String IMAGE_LABEL = "com.docker.compose.image";

  /** Created on the engine: needs a {@code name} and a body. */
  public static Step.Builder step(String id, String name, Data body) {
    return Step.of(id, KIND, VERSION)
        .target("container " + name)
        .action("create")
        .undo("remove it")
        .parameters(Data.of("name", name))
        .secret(Data.of("body", body))
        .weight(3);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return VERSION;
  }

  /** Version 1 knew no peers; what it wrote means the same today. */
  @Override
  public Step upgrade(Step step) {
    return step.version() == 1 ? step : StepKind.super.upgrade(step);
  }

  @Override
  public StepResult apply(StepContext context) {
    String id = create(context);
    connect(context, id, context.step().secret().objects("connect"));
    return StepResult.done(Data.of("id", id));
  }

  private static String create(StepContext context) {
    Data parameters = context.step().parameters();
    String name = parameters.text("name");
    Data body = Peers.resolve(context, context.step().secret().object("body"));
    Optional<String> image =
        parameters.find("image").flatMap(context::result).flatMap(result -> result.find("id"));
    if (image.isPresent()) {
      body = body.with("Labels", body.object("Labels").with(IMAGE_LABEL, image.get()));
    }
    return create(context, name, sealed(context, body), parameters.find("platform"));
  }

  /** Creates a container, or finds the one of that name which this very step made before. */
  static String create(StepContext context, String name, Data body, Optional<String> platform) {
    JsonNode json = Json.toTree(Target.labelled(body, context).asMap());
    Call call = Call.post("/containers/create").query("name", name).json(json);
    platform.ifPresent(given -> call.query("platform", given));
    try {
      return Reconcile.createContainer(
          Target.engine(context),
          name,
          call,
          json,
          warning -> context.warn("container %s: the engine says: %s".formatted(name, warning)));
    } catch (EngineRejected e) {
      if (e.status() != 409) {
        throw e;
      }
      return beingMade(context, name)
          .orElseThrow(
              () ->
                  new DockerAdvancedException(
                      "%s: the name %s was taken by another container meanwhile; remove or rename that one"
                          .formatted(context.host().name(), name),
                      e));
    }
  }

  private static Data sealed(StepContext context, Data body) {
    Data texts = context.step().secret().object("sealed");
    if (texts.isEmpty()) {
      return body;
    }
    Vault vault = Operations.vault(context.host().owner());
    Data labels = body.object("Labels");
    for (String label : texts.asMap().keySet()) {
      labels = labels.with(label, vault.seal(texts.text(label), label));
    }
    return body.with("Labels", labels);
  }

  /**
   * The engine reserves a name before the container can be seen; so a creation that a dead process
   * asked for may be under way.
   */
  private static Optional<String> beingMade(StepContext context, String name) {
    Engine engine = Target.engine(context);
    long deadline = System.nanoTime() + BEING_MADE.toNanos();
    Optional<JsonNode> found = Target.container(engine, name);
    while (context.repeated() && found.isEmpty() && System.nanoTime() - deadline < 0) {
      // An interrupt ends the pause, and the next look throws Cancelled.
      LockSupport.parkNanos(PAUSE.toNanos());
      found = Target.container(engine, name);
    }
    return made(context, name);
  }

  /** The container of this name, if this very step made it. */
  static Optional<String> made(StepContext context, String name) {
    return Target.container(Target.engine(context), name)
        .filter(found -> Target.madeBy(context, found.path("Config").path("Labels")))
        .map(found -> found.path("Id").asText());
  }

  /** Attaches it to further networks, each a {@code network} and an {@code endpoint}. */
  static void connect(StepContext context, String id, List<Data> connections) {
    for (Data connection : connections) {
      String network = connection.text("network");
      Attachments.connect(
          Target.engine(context), id, network, network, connection.object("endpoint"));
    }
  }

  @Override
  public void undo(StepContext context) {
    Engine engine = Target.engine(context);
    Optional<String> id = context.result(context.step().id()).flatMap(r -> r.find("id"));
    if (id.isEmpty()) {
      id = made(context, context.step().parameters().text("name"));
    }
    id.ifPresent(made -> ReconcileContainer.remove(engine, made, true, true));
  }
}
