package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Ports of the host that pass from one container of a stack to another in one deploy: who takes one
 * starts after the one that held it has stopped. One that somebody keeps is refused.
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
   *
   * @throws InvalidSpec when somebody keeps a port
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
    refuse();
  }

  private static boolean meet(List<Held> held, List<Desired.Port> wanted) {
    return held.stream().anyMatch(h -> wanted.stream().anyMatch(h::meets));
  }

  private void refuse() {
    Set<String> gone = new HashSet<>();
    freed.forEach(free -> gone.add(free.container().id()));
    Set<InvalidSpec.Finding> findings = new java.util.LinkedHashSet<>();
    for (Taken take : taken) {
      for (Desired.Port port : take.service().ports()) {
        keeper(port, holder -> !gone.contains(holder.id()) && !holder.id().equals(take.self()))
            .ifPresent(
                holder ->
                    findings.add(InvalidSpec.Finding.at(port.where(), sentence(port, holder))));
      }
    }
    if (!findings.isEmpty()) {
      throw new InvalidSpec(List.copyOf(findings));
    }
  }

  /** Who keeps a port from us; of a range, every port has to be kept. */
  private Optional<Everyone.Holder> keeper(
      Desired.Port wanted, Function<Everyone.Holder, Boolean> counts) {
    List<Everyone.Holder> others = everyone.holders().stream().filter(counts::apply).toList();
    List<Optional<Everyone.Holder>> keepers =
        IntStream.rangeClosed(wanted.first(), wanted.last())
            .mapToObj(
                port ->
                    others.stream()
                        .filter(
                            other ->
                                other.ports().stream().anyMatch(h -> h.meets(wanted.only(port))))
                        .findFirst())
            .takeWhile(Optional::isPresent)
            .toList();
    boolean all = keepers.size() == wanted.last() - wanted.first() + 1;
    return all ? keepers.get(0) : Optional.empty();
  }

  private String sentence(Desired.Port port, Everyone.Holder holder) {
    return holder.project().equals(project)
        ? "%s is used by container %s of this stack, which stays; remove it or publish another port"
            .formatted(port.words(), holder.name())
        : "%s is used by %s; stop it or publish another port"
            .formatted(port.words(), holder.words());
  }
}
