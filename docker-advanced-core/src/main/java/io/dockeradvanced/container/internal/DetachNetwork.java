package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.Optional;

/**
 * Takes a container out of a network that goes. Undone, it is put into the network of that name
 * again, as it was. Parameters: {@code id} of the container; {@code network}, the id, and {@code
 * name}; {@code mac}, optional: the address it has there and gets no more when this is undone.
 * Secret: {@code endpoint} as it was.
 */
public final class DetachNetwork implements StepKind {
  public static final String KIND = "network.detach";

  /**
   * @param network the id
   * @param endpoint how the container is attached to it
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
        .action("take it out of network " + networkName)
        .undo("put it in again")
        .parameters(Data.of("id", container).with("network", network).with("name", networkName))
        .secret(Data.of("endpoint", endpoint));
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
    Data parameters = context.step().parameters();
    Engine engine = Target.engine(context);
    String container = Target.containerId(context);
    Target.present(context, container);
    Optional<String> attached = Attachments.of(engine, container, parameters.text("name"));
    // Of a container that never ran, engines tell the network's name only.
    if (attached.isPresent()
        && (attached.get().isEmpty() || attached.get().equals(parameters.text("network")))) {
      Attachments.disconnect(
          engine, container, parameters.text("network"), parameters.text("name"));
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    Engine engine = Target.engine(context);
    String container = Target.containerId(context);
    String name = context.step().parameters().text("name");
    if (Target.container(engine, container).isEmpty()) {
      context.warn(context.step().target() + " cannot be put into " + name + " again: it is gone");
    } else if (Attachments.of(engine, container, name).isEmpty()) {
      Attachments.connect(
          engine, container, name, name, context.step().secret().object("endpoint"));
      context
          .step()
          .parameters()
          .find("mac")
          .ifPresent(
              mac ->
                  context.warn(
                      "%s lost its MAC address %s in network %s, for this engine gives one only to a new container; make it anew"
                          .formatted(context.step().target(), mac, name)));
    }
  }
}
