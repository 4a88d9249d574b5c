package io.dockeradvanced.stack;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a stack stands.
 *
 * @param services ordered by name
 */
public record StackStatus(String name, State state, List<Service> services) {
  public StackStatus {
    services = List.copyOf(services);
  }

  /**
   * A line for the stack, one for each service and replica: for people, and without a stable form.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    text.append(": ").append(state.name().toLowerCase(Locale.ROOT));
    for (Service service : services) {
      text.append("\n  %s (%s)".formatted(service.name(), service.image()));
      for (Replica replica : service.replicas()) {
        text.append("\n    %s  %s".formatted(replica.name(), replica.status()));
        if (!replica.ports().isEmpty()) {
          text.append("  ").append(String.join(", ", replica.ports()));
        }
      }
    }
    return text.toString();
  }

  /** A stack, in a word. */
  public enum State {
    /** Every replica serves. */
    RUNNING,
    /** Some replicas serve. */
    DEGRADED,
    /** Replicas are there, and none serves. */
    STOPPED,
    /** There is no container of this stack. */
    ABSENT
  }

  /**
   * A service with its replicas, ordered by number.
   *
   * @param image as the containers were made with
   */
  public record Service(String name, String image, List<Replica> replicas) {
    public Service {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * One container of a service.
   *
   * @param id of the container, 64 hex digits
   * @param state the engine's word: created, running, paused, restarting, removing, exited, dead
   * @param health healthy, unhealthy, starting, or empty without a health check
   * @param status the engine's words, such as {@code Up 3 minutes (healthy)}
   * @param addresses by network name
   * @param ports published ports, such as {@code 127.0.0.1:8080->80/tcp}
   */
  public record Replica(
      String id,
      String name,
      int number,
      String state,
      String health,
      String status,
      Map<String, String> addresses,
      List<String> ports) {
    public Replica {
      addresses = Map.copyOf(addresses);
      ports = List.copyOf(ports);
    }

    /** Runs and is not known to be unwell, or has ended with 0. */
    public boolean serves() {
      return state.equals("running") && !health.equals("unhealthy")
          || state.equals("exited") && status.startsWith("Exited (0)");
    }
  }
}
