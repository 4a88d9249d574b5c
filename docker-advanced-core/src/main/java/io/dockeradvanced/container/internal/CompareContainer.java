package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.List;

/**
 * Sees that a new container is made as it should be, before the one that it replaces stops.
 * Parameter: {@code from}, the step that made it. Secret: {@code expected}, in the shape in which
 * the engine shows a container; what the image gives is left out, as the image may be known only
 * now.
 */
public final class CompareContainer implements StepKind {
  public static final String KIND = "container.compare";

  public static Step.Builder step(String id, String name, String from, Data expected) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("see that it is made alike")
        .parameters(Data.of("from", from))
        .secret(Data.of("expected", expected))
        .after(from);
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
    Engine engine = Target.engine(context);
    JsonNode made = Target.present(context, Target.containerId(context));
    JsonNode image =
        EngineImages.find(engine, made.path("Image").asText())
            .map(i -> i.path("Config"))
            .orElseGet(Json::object);
    ObjectNode expected =
        (ObjectNode) Json.toTree(context.step().secret().object("expected").asMap());
    expected.set("Config", ImageDefaults.with(expected.path("Config"), image));
    List<String> different = Likeness.of(expected).differences(Likeness.of(made));
    if (!different.isEmpty()) {
      throw new VerificationFailed(
          context.host().name(),
          "%s: %s cannot be made as it is: the engine makes it with another %s; nothing was stopped"
              .formatted(
                  context.host().name(), context.step().target(), String.join(", ", different)));
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    // It only looked.
  }
}
