package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.Optional;

/**
 * Gives a container another name. Parameters: {@code from}, the step that made it, or {@code id};
 * {@code old} and {@code new} name.
 */
public final class RenameContainer implements StepKind {
  public static final String KIND = "container.rename";

  public static Step.Builder stepFrom(String id, String from, String oldName, String newName) {
    return step(id, oldName, newName, Data.of("from", from)).after(from);
  }

  public static Step.Builder stepId(String id, String container, String oldName, String newName) {
    return step(id, oldName, newName, Data.of("id", container));
  }

  private static Step.Builder step(String id, String oldName, String newName, Data parameters) {
    return Step.of(id, KIND, 1)
        .target("container " + oldName)
        .action("rename to " + newName)
        .undo("rename it back")
        .parameters(parameters.with("old", oldName).with("new", newName));
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
    String oldName = context.step().parameters().text("old");
    String newName = context.step().parameters().text("new");
    String id = Target.containerId(context);
    String now = Target.name(Target.present(context, id));
    if (now.equals(oldName)) {
      rename(context, id, newName);
    } else if (!now.equals(newName)) {
      throw new DockerAdvancedException(
          "%s: %s (%s) is called %s now; somebody renamed it meanwhile"
              .formatted(context.host().name(), context.step().target(), Target.shortId(id), now));
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    Optional<String> from = context.step().parameters().find("from");
    if (from.isPresent() && context.result(from.get()).isEmpty()) {
      return; // it was never made
    }
    String id = Target.containerId(context);
    Optional<JsonNode> container = Target.container(Target.engine(context), id);
    // One that somebody gave yet another name keeps that.
    if (container.isPresent()
        && Target.name(container.get()).equals(context.step().parameters().text("new"))) {
      rename(context, id, context.step().parameters().text("old"));
    }
  }

  private static void rename(StepContext context, String id, String name) {
    try {
      ReconcileContainer.rename(Target.engine(context), id, name);
    } catch (EngineRejected e) {
      if (e.status() != 409) {
        throw e;
      }
      throw new DockerAdvancedException(
          "%s: container %s cannot be called %s, because another container has that name now;"
                  .formatted(context.host().name(), Target.shortId(id), name)
              + " remove or rename that one",
          e);
    }
  }
}
