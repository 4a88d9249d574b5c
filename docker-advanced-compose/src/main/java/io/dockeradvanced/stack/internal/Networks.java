package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.CreateNetwork;
import io.dockeradvanced.container.internal.ReplaceNetwork;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans the networks of a stack. */
final class Networks {
  private final Engine engine;
  private final String project;
  private final Adoption adoption;
  private final Observed observed;
  private final JsonNode all;
  private final PlanData.Builder plan;
  private final Remakes remakes;
  private final Map<String, String> steps = new TreeMap<>();

  /**
   * @param all containers of the engine
   */
  Networks(Engine engine, Desired desired, Observed observed, JsonNode all, PlanData.Builder plan) {
    this.engine = engine;
    this.project = desired.project();
    this.adoption = desired.adoption();
    this.observed = observed;
    this.all = all;
    this.plan = plan;
    this.remakes = new Remakes(engine, desired);
  }

  /** Steps that make networks, by key. */
  Map<String, String> steps() {
    return steps;
  }

  Remakes remakes() {
    return remakes;
  }

  /**
   * @throws InvalidSpec when the network cannot be had
   */
  void plan(Desired.Network network) {
    Optional<Observed.Network> found = observed.network(network.name());
    if (found.isEmpty()) {
      if (isShared(network)) {
        return;
      }
      plan.step(create(network).why("it is not there").build());
      plan.change(
          new Change("create", "network", network.name(), "it is not there", "", List.of()));
    } else if (found.get().hash().isEmpty()) {
      plan.warning(
          "network %s was made by an older tool and is used as it is".formatted(network.name()));
    } else if (!adoption.isSame(network, found.get())) {
      remake(network, found.get());
    }
  }

  private Step.Builder create(Desired.Network network) {
    String id = "create network " + network.name();
    steps.put(network.key(), id);
    return placed(CreateNetwork.step(id, network.name(), network.body()), network);
  }

  /** With the place in the file that a failure is shown with. */
  private static Step.Builder placed(Step.Builder step, Desired.Network network) {
    return step.parameters(step.build().parameters().with(Step.WHERE, network.where()));
  }

  private void remake(Desired.Network network, Observed.Network old) {
    for (JsonNode container : all) {
      JsonNode attached = container.path("NetworkSettings").path("Networks").path(old.name());
      if (!attached.isMissingNode() && isIn(attached, old)) {
        checkMovable(network, container);
      }
    }
    String why = "its configuration changed";
    JsonNode inspected = engine.json(Call.get("/networks/" + Call.segment(old.id())));
    Step.Builder remove =
        ReplaceNetwork.step(
                "remove old network " + old.name(),
                old.name(),
                old.id(),
                OldNetworks.body(inspected))
            .why(why);
    remakes.add(old.name(), old.id(), placed(remove, network), create(network).why(why));
    plan.change(new Change("recreate", "network", network.name(), why, "", List.of()));
    plan.gap("containers in %s are away while it is made anew".formatted(network.name()));
  }

  private static boolean isIn(JsonNode attached, Observed.Network network) {
    String id = attached.path("NetworkID").asText();
    return id.isEmpty() || id.equals(network.id());
  }

  /** Containers of others are not ours to stop, and a one-off one would not come back. */
  private void checkMovable(Desired.Network network, JsonNode container) {
    JsonNode labels = container.path("Labels");
    boolean ours =
        labels.path(Labels.PROJECT).asText().equals(project) && labels.has(Labels.CONFIG_HASH);
    boolean task =
        labels.path(Labels.ONEOFF).asText().equalsIgnoreCase("true")
            && container.path("State").asText().equals("running");
    if (!ours || task) {
      throw refused(
          network,
          "network %s has to be made anew, but container %s, %s, is in it; %s"
              .formatted(
                  network.name(),
                  Observed.firstName(container),
                  ours ? "a task that runs" : "which is not of this stack",
                  ours ? "wait until it has ended" : "disconnect it first"));
    }
  }

  /**
   * Whether a network that somebody else made serves this stack as well: one that another stack
   * declares under the same key and in the same way, as with Docker Compose.
   *
   * @throws InvalidSpec when there is one of that name that does not
   */
  private boolean isShared(Desired.Network network) {
    for (JsonNode other : engine.json(Call.get("/networks").filter("name", network.name()))) {
      if (!other.path("Name").asText().equals(network.name())) {
        continue;
      }
      Observed.Network found = Observed.network(other);
      if (!found.key().equals(network.key())) {
        throw refused(
            network,
            "network %s is on %s and does not belong to stack %s; say external: true to use it"
                .formatted(network.name(), engine.host(), project));
      }
      String owner = other.path("Labels").path(Labels.PROJECT).asText();
      if (found.hash().isPresent() && !adoption.isSame(network, found)) {
        throw refused(
            network,
            "network %s was made by stack %s, whose file describes it otherwise; write the same, or external: true"
                .formatted(network.name(), owner));
      }
      plan.warning(
          "network %s was made by stack %s and goes with it; external: true says that it is meant"
              .formatted(network.name(), owner));
      return true;
    }
    return false;
  }

  private static InvalidSpec refused(Desired.Network network, String sentence) {
    return new InvalidSpec(List.of(InvalidSpec.Finding.at(network.where(), sentence)));
  }
}
