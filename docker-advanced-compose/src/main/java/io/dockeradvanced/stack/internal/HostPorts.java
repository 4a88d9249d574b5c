package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ports of the host that pass from one container of a stack to another in one deploy: who takes one
 * starts after the one that held it has stopped.
 */
final class HostPorts {
  /** A port as a container holds it: bound to one address of the host, or to all. */
  record Held(String address, int port, String protocol) {
    boolean meets(Wanted wanted) {
      boolean everywhere = isAny(address) || isAny(wanted.address());
      return port >= wanted.first()
          && port <= wanted.last()
          && protocol.equals(wanted.protocol())
          && (everywhere || address.equals(wanted.address()));
    }
  }

  /** A port, or one of a range, that a container wants. */
  record Wanted(String address, int first, int last, String protocol) {}

  /**
   * A container that stops in this deploy.
   *
   * @param start of its successor; empty when it has none
   */
  private record Freed(List<Held> ports, String stop, String start) {}

  private record Taken(List<Wanted> ports, Step.Builder start, String successor) {}

  /**
   * @param before what has to be reached before the old one goes
   */
  private record Move(
      List<Held> ports, Step.Builder stop, Step.Builder start, String id, Set<String> before) {}

  private final List<Freed> freed = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();

  /** This container stops for good. */
  void frees(Observed.Container container, String stop) {
    freed.add(new Freed(held(container), stop, ""));
  }

  /** This start takes the ports of its service. */
  void takes(Desired.Service service, Step.Builder start) {
    taken.add(new Taken(wanted(service.body()), start, ""));
  }

  /** This container stops and its successor starts. */
  void moves(
      Desired.Service service,
      Observed.Container old,
      Step.Builder stop,
      Step.Builder start,
      String startId,
      Set<String> before) {
    List<Held> ports = held(old);
    freed.add(new Freed(ports, stop.build().id(), startId));
    taken.add(new Taken(wanted(service.body()), start, startId));
    moves.add(new Move(ports, stop, start, startId, before));
  }

  /** Adds to the steps what they come after. */
  void order() {
    for (Taken take : taken) {
      for (Freed free : freed) {
        boolean own = !free.start().isEmpty() && free.start().equals(take.successor());
        if (!own && meet(free.ports(), take.ports())) {
          take.start().after(free.stop());
        }
      }
    }
    for (Move move : moves) {
      // Who depends on the one that takes its port has to let go of the port before that one is
      // well; then it waits with its own start.
      (isAwaited(move) ? move.start() : move.stop()).after(move.before());
    }
  }

  private boolean isAwaited(Move move) {
    return taken.stream()
        .anyMatch(take -> !take.successor().equals(move.id()) && meet(move.ports(), take.ports()));
  }

  private static boolean meet(List<Held> held, List<Wanted> wanted) {
    return held.stream().anyMatch(h -> wanted.stream().anyMatch(h::meets));
  }

  private static List<Held> held(Observed.Container container) {
    Set<Held> held = new LinkedHashSet<>();
    for (JsonNode port : container.raw().path("Ports")) {
      if (port.has("PublicPort")) {
        held.add(
            new Held(
                port.path("IP").asText(),
                port.path("PublicPort").asInt(),
                port.path("Type").asText("tcp")));
      }
    }
    return List.copyOf(held);
  }

  /**
   * From the {@code HostConfig.PortBindings} of a create call; an empty port is the engine's
   * choice.
   */
  static List<Wanted> wanted(Data body) {
    List<Wanted> wanted = new ArrayList<>();
    Data bindings = body.object("HostConfig").object("PortBindings");
    for (String inner : bindings.asMap().keySet()) {
      String protocol = inner.contains("/") ? inner.substring(inner.indexOf('/') + 1) : "tcp";
      for (Data binding : bindings.objects(inner)) {
        String[] range = binding.find("HostPort").orElse("").split("-", 2);
        if (!range[0].isEmpty()) {
          int first = Integer.parseInt(range[0]);
          int last = range.length == 1 ? first : Integer.parseInt(range[1]);
          wanted.add(new Wanted(binding.find("HostIp").orElse(""), first, last, protocol));
        }
      }
    }
    return wanted;
  }

  private static boolean isAny(String address) {
    return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
  }
}
