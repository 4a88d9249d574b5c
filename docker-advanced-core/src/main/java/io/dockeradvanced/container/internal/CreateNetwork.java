package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates a network. Parameters: {@code name}. Secret: {@code body} of the engine's create call
 * (driver options may hold credentials). Result: {@code id}.
 */
public final class CreateNetwork implements StepKind {
  public static final String KIND = "network.create";

  public static Step.Builder step(String id, String name, Data body) {
    return Step.of(id, KIND, 1)
        .target("network " + name)
        .action("create")
        .undo("remove it")
        .parameters(Data.of("name", name))
        .secret(Data.of("body", body))
        .weight(2);
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
    List<String> before = context.repeated() ? made(context) : List.of();
    String id = before.isEmpty() ? create(context) : before.get(0);
    return StepResult.done(Data.of("id", id));
  }

  private static String create(StepContext context) {
    Data body =
        Target.labelled(context.step().secret().object("body"), context)
            // Older engines make two networks of one name unless they are told not to.
            .with("CheckDuplicate", true);
    try {
      return Reconcile.createNetwork(Target.engine(context), Json.toTree(body.asMap()));
    } catch (EngineRejected e) {
      if (e.status() != 409) {
        throw NextStep.after(e, context);
      }
      throw new DockerAdvancedException(
          "%s: a network %s is there that is not ours; remove it or take another name"
              .formatted(context.host().name(), context.step().parameters().text("name")),
          e);
    }
  }

  /** What this very step made; two when a process died while the engine made the first. */
  private static List<String> made(StepContext context) {
    JsonNode found =
        Target.engine(context)
            .json(
                Call.get("/networks")
                    .filter("label", Target.OPERATION + "=" + context.operation()));
    List<String> ids = new ArrayList<>();
    for (JsonNode network : found) {
      if (Target.madeBy(context, network.path("Labels"))) {
        ids.add(network.path("Id").asText());
      }
    }
    return ids;
  }

  @Override
  public void undo(StepContext context) {
    for (String id : made(context)) {
      Target.remove(Target.engine(context), "/networks/" + id);
    }
  }
}
