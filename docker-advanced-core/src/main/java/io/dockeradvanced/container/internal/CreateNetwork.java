package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.Optional;

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
    // The engine allows two networks of one name, so a step that may have run looks first.
    String id =
        context.memory().flag("tried")
            ? made(context).orElseGet(() -> create(context))
            : first(context);
    return StepResult.done(Data.of("id", id));
  }

  private static String first(StepContext context) {
    context.remember(Data.of("tried", true));
    return create(context);
  }

  private static String create(StepContext context) {
    Data body = Target.labelled(context.step().secret().object("body"), context);
    return Reconcile.createNetwork(Target.engine(context), Json.toTree(body.asMap()));
  }

  private static Optional<String> made(StepContext context) {
    JsonNode found =
        Target.engine(context)
            .json(
                Call.get("/networks")
                    .filter("label", Target.OPERATION + "=" + context.operation()));
    for (JsonNode network : found) {
      if (Target.madeBy(context, network.path("Labels"))) {
        return Optional.of(network.path("Id").asText());
      }
    }
    return Optional.empty();
  }

  @Override
  public void undo(StepContext context) {
    Optional<String> id = context.result(context.step().id()).flatMap(r -> r.find("id"));
    if (id.isEmpty()) {
      id = made(context);
    }
    id.ifPresent(made -> Target.remove(Target.engine(context), "/networks/" + made));
  }
}
