package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of the host that pass from one container of a stack to another in one deploy: who takes one
 * starts after the one that held it has stopped.
 */
final class HostPorts {
  /** A port as a container holds it: bound to one address of the host, or to all. */
  record Held(String address, int port, String protocol) {
    boolean meets(Desired.Port wanted) {
      return port >= wanted.first()
          && port <= wanted.last()
          && protocol.equals(wanted.protocol())
          && (wanted.address().isEmpty()
              || isV6(address) == isV6(wanted.address())
                  && (isAny(address)
                      || isAny(wanted.address())
                      || address.equals(wanted.address())));
    }

    private static boolean isV6(String address) {
      return address.contains(":");
    }

    private static boolean isAny(String address) {
      return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
    }
  }

  /** A container that stops in this deploy. */
  private record Freed(Observed.Container container, List<Held> ports, String stop) {}

  /**
   * A container that starts in this deploy.
   *
   * @param self id of the container, or of the one whose place it takes; empty for a new one
   */
  private record Taken(Desired.Service service, Step.Builder start, String self) {}

  private final String project;
  private final Everyone everyone;
  private final List<Freed> freed = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();

  HostPorts(String project, Everyone everyone) {
    this.project = project;
    this.everyone = everyone;
  }

  /** This container stops for good. */
  void frees(Observed.Container container, String stop) {
    freed.add(new Freed(container, Everyone.ports(container.raw()), stop));
  }

  /**
   * This start takes the ports of its service.
   *
   * @param self id of the container, or of the one whose place it takes; empty for a new one
   */
  void takes(Desired.Service service, Step.Builder start, String self) {
    taken.add(new Taken(service, start, self));
  }

  /** Whether another one than its successor takes a port of this container. */
  boolean isAwaited(Observed.Container container) {
    List<Held> held = Everyone.ports(container.raw());
    return taken.stream()
        .anyMatch(
            take -> !take.self().equals(container.id()) && meet(held, take.service().ports()));
  }

  /**
   * Adds to the steps what they come after.
   */
  void order() {
    for (Taken take : taken) {
      for (Freed free : freed) {
        if (!free.container().id().equals(take.self())
            && meet(free.ports(), take.service().ports())) {
          take.start().after(free.stop());
        }
      }
    }
  }

  private static boolean meet(List<Held> held, List<Desired.Port> wanted) {
    return held.stream().anyMatch(h -> wanted.stream().anyMatch(h::meets));
  }
}
