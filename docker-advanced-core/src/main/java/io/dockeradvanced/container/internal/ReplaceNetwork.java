package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Removes a network whose successor of the same name a later step makes. Undone, it is made again
 * as it was; only its id is another one. Parameters: {@code id}, {@code name}. Secret: {@code body}
 * of the create call that makes it again.
 */
public final class ReplaceNetwork implements StepKind {
  public static final String KIND = "network.replace";

  /**
   * @param network the id
   * @param body that makes it again
   */
  public static Step.Builder step(String id, String name, String network, Data body) {
    return Step.of(id, KIND, 1)
        .target("network " + name)
        .action("remove, for it is made anew")
        .undo("make it again as it was")
        .parameters(Data.of("id", network).with("name", name))
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
    String id = context.step().parameters().text("id");
    try {
      Target.remove(Target.engine(context), "/networks/" + Call.segment(id));
    } catch (EngineRejected e) {
      if (e.status() != 403 && e.status() != 409) {
        throw e;
      }
      throw new DockerAdvancedException(
          "%s: %s cannot be made anew, because another container is attached to it; disconnect that one"
              .formatted(context.host().name(), context.step().target()),
          e);
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    Engine engine = Target.engine(context);
    String name = context.step().parameters().text("name");
    for (JsonNode network : engine.json(Call.get("/networks").filter("name", name))) {
      if (network.path("Name").asText().equals(name)) {
        return; // it never went, or is there again
      }
    }
    Data body =
        Target.labelled(context.step().secret().object("body"), context)
            // Older engines make two networks of one name unless they are told not to.
            .with("CheckDuplicate", true);
    Reconcile.createNetwork(engine, Json.toTree(body.asMap()));
  }
}
