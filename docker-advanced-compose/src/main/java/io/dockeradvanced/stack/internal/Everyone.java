package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All containers of an engine, with what they share: names, and ports of the host. */
final class Everyone {
  /**
   * @param name without slash
   * @param project the stack it belongs to; empty for none
   * @param service of that stack, or empty
   * @param networkMode whose network it is in, while it runs; empty when it does not
   * @param ports that it holds; none while it does not run
   */
  record Holder(
      String id,
      String name,
      String project,
      String service,
      String networkMode,
      List<HostPorts.Held> ports) {

    /** Who it is, for messages. */
    String words() {
      return project.isEmpty()
          ? "container " + name
          : "container %s of stack %s".formatted(name, project);
    }
  }

  private final List<Holder> holders = new ArrayList<>();

  /** From the engine's list of all containers. */
  Everyone(Iterable<JsonNode> containers) {
    for (JsonNode container : containers) {
      JsonNode labels = container.path("Labels");
      holders.add(
          new Holder(
              container.path("Id").asText(),
              Observed.firstName(container),
              labels.path(Labels.PROJECT).asText(),
              labels.path(Labels.SERVICE).asText(),
              container.path("State").asText().equals("running")
                  ? container.path("HostConfig").path("NetworkMode").asText()
                  : "",
              ports(container)));
    }
  }

  List<Holder> holders() {
    return holders;
  }

  static List<HostPorts.Held> ports(JsonNode container) {
    Set<HostPorts.Held> held = new LinkedHashSet<>();
    for (JsonNode port : container.path("Ports")) {
      if (port.has("PublicPort")) {
        held.add(
            new HostPorts.Held(
                port.path("IP").asText(),
                port.path("PublicPort").asInt(),
                port.path("Type").asText("tcp")));
      }
    }
    return List.copyOf(held);
  }
}
