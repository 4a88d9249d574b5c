package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.container.internal.AttachNetwork;
import io.dockeradvanced.container.internal.DetachNetwork;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Networks that are made anew because the file describes them otherwise. An engine has one of a
 * name only, so whoever is attached stops and is taken out, the old one goes and the new one is
 * made; then those that stay are put into it under their names and addresses, and start again.
 */
final class Remakes {
  /** A network on its way from the old one to the new one. */
  private record Remake(String name, String old, Step.Builder remove, Step.Builder create) {
    String made() {
      return create.build().id();
    }

    boolean has(Observed.Container container) {
      String attached = container.networks().get(name);
      // Of a container that never ran, engines tell the network's name only.
      return attached != null && (attached.isEmpty() || attached.equals(old));
    }
  }

  private final Engine engine;
  private final Desired desired;
  private final Map<String, Remake> remakes = new LinkedHashMap<>();
  private final Set<String> handled = new HashSet<>();
  private final Set<String> stopped = new HashSet<>();

  Remakes(Engine engine, Desired desired) {
    this.engine = engine;
    this.desired = desired;
  }

  /**
   * A network is made anew.
   *
   * @param old its id
   * @param remove the step that removes it
   * @param create the step that makes the new one
   */
  void add(String name, String old, Step.Builder remove, Step.Builder create) {
    create.after(remove.build().id());
    remakes.put(name, new Remake(name, old, remove, create));
  }

  boolean isRemade(String network) {
    return remakes.containsKey(network);
  }

  /** The network that is made anew and that the container is attached to. */
  Optional<String> of(Observed.Container container) {
    return remakes.values().stream().filter(r -> r.has(container)).map(Remake::name).findFirst();
  }

  /**
   * The MAC address that the file gives a container in a network, where it would be lost when the
   * container is put into another network of that name: from API 1.44 on an engine gives one only
   * when it makes the container.
   */
  Optional<String> lostAddress(Observed.Container container, String network) {
    Desired.@Nullable Service service = desired.services().get(container.service());
    return service == null || !engine.api().atLeast(1, 44)
        ? Optional.empty()
        : Bodies.endpoint(service, network, "", List.of())
            .flatMap(endpoint -> endpoint.find("MacAddress"));
  }

  /** Ids of the steps that make networks: what comes after them comes after stops, too. */
  List<String> made() {
    return remakes.values().stream().map(Remake::made).toList();
  }

  /** A container that goes, or has a successor, leaves its networks after that step. */
  void detach(Bands bands, Observed.Container container, String stop) {
    handled.add(container.id());
    for (Remake remake : remakes.values()) {
      if (remake.has(container)) {
        detach(bands, container, stop, remake, inspected(container));
      }
    }
  }

  /** A container is gone after that step. */
  void gone(Observed.Container container, String step) {
    handled.add(container.id());
    remakes.values().stream()
        .filter(remake -> remake.has(container))
        .forEach(remake -> remake.remove().after(step));
  }

  /**
   * A container that stays changes from the old networks into the new ones; answers the ids of the
   * steps after which it is in them.
   *
   * @param stop the step that stops it; empty when it does not run
   * @param endpoint how the file attaches it to a network; empty to attach it as it was
   */
  List<String> move(
      Bands bands,
      PlanData.Builder plan,
      Observed.Container container,
      String stop,
      Function<String, Optional<Data>> endpoint) {
    handled.add(container.id());
    if (!stop.isEmpty() && of(container).isPresent()) {
      stopped.add(container.id());
    }
    List<String> attached = new ArrayList<>();
    for (Remake remake : remakes.values()) {
      if (!remake.has(container)) {
        continue;
      }
      lostAddress(container, remake.name())
          .ifPresent(
              mac ->
                  plan.warning(
                      "%s loses its MAC address %s in network %s; let the deploy make it anew"
                          .formatted(container.name(), mac, remake.name())));
      JsonNode inspected = inspected(container);
      detach(bands, container, stop, remake, inspected);
      String id = "attach %s to %s".formatted(container.name(), remake.name());
      bands.second(
          AttachNetwork.step(
                  id,
                  container.name(),
                  container.id(),
                  remake.name(),
                  remake.made(),
                  endpoint
                      .apply(remake.name())
                      .orElseGet(() -> OldNetworks.endpoint(inspected, remake.name())))
              .why("the network is made anew"));
      attached.add(id);
    }
    return attached;
  }

  /** Whether the deploy has steps for the container that take it out of these networks. */
  boolean isHandled(Observed.Container container) {
    return handled.contains(container.id());
  }

  boolean isEmpty() {
    return remakes.isEmpty();
  }

  /** Ids of the containers that {@link #move} was called for while they ran. */
  Set<String> stopped() {
    return stopped;
  }

  /** One of the networks. */
  String any() {
    return remakes.keySet().iterator().next();
  }

  /** The place in the file of the network. */
  String where(String network) {
    Remake remake = remakes.get(network);
    return remake == null ? "" : remake.create().build().parameters().find(Step.WHERE).orElse("");
  }

  /** Adds the steps that change networks. */
  void finish(Bands bands) {
    for (Remake remake : remakes.values()) {
      bands.second(remake.remove());
      bands.second(remake.create());
    }
  }

  private void detach(
      Bands bands, Observed.Container container, String stop, Remake remake, JsonNode inspected) {
    String id = "detach %s from %s".formatted(container.name(), remake.name());
    Step.Builder step =
        DetachNetwork.step(
                id,
                container.name(),
                container.id(),
                remake.name(),
                remake.old(),
                OldNetworks.endpoint(inspected, remake.name()))
            .why("the network is made anew");
    lostAddress(container, remake.name())
        .ifPresent(mac -> step.parameters(step.build().parameters().with("mac", mac)));
    if (!stop.isEmpty()) {
      step.after(stop);
    }
    bands.second(step);
    remake.remove().after(id);
  }

  private JsonNode inspected(Observed.Container container) {
    return engine
        .find(Call.get("/containers/" + container.id() + "/json"))
        .orElse(MissingNode.getInstance());
  }
}
