package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.Optional;

/**
 * Puts a container into the network that a step made. Parameters: {@code id} of the container;
 * {@code network}, the step whose result has the {@code id}; {@code name} of the network. Secret:
 * {@code endpoint} of the engine's connect call.
 */
public final class AttachNetwork implements StepKind {
  public static final String KIND = "network.attach";

  /**
   * @param network the step that makes it
   */
  public static Step.Builder step(
      String id,
      String containerName,
      String container,
      String networkName,
      String network,
      Data endpoint) {
    return Step.of(id, KIND, 1)
        .target("container " + containerName)
        .action("put it into network " + networkName)
        .undo("take it out again")
        .parameters(Data.of("id", container).with("network", network).with("name", networkName))
        .secret(Data.of("endpoint", endpoint))
        .after(network);
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
    Engine engine = Target.engine(context);
    String container = Target.containerId(context);
    Target.present(context, container);
    String name = context.step().parameters().text("name");
    String network =
        network(context)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "step '%s' has no network".formatted(context.step().id())));
    Optional<String> attached = Attachments.of(engine, container, name);
    if (attached.isPresent() && !attached.get().isEmpty() && !attached.get().equals(network)) {
      // To one of that name which is gone.
      Attachments.disconnect(engine, container, name, name);
      attached = Optional.empty();
    }
    // Of a container that has not run since, engines tell the network's name only.
    if (attached.isEmpty()) {
      Attachments.connect(
          engine, container, network, name, context.step().secret().object("endpoint"));
    }
    return StepResult.done();
  }

  private static Optional<String> network(StepContext context) {
    return context
        .result(context.step().parameters().text("network"))
        .flatMap(result -> result.find("id"));
  }

  @Override
  public void undo(StepContext context) {
    Optional<String> network = network(context);
    Engine engine = Target.engine(context);
    String container = Target.containerId(context);
    String name = context.step().parameters().text("name");
    if (network.isPresent() && Attachments.of(engine, container, name).isPresent()) {
      Attachments.disconnect(engine, container, network.get(), name);
    }
  }
}
