package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.stack.StackStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes a status from what was observed. */
public final class Statuses {
  private Statuses() {}

  /** That of a stack now, by one call. */
  public static StackStatus of(DockerHost host, String name) {
    return of(name, Observed.containers(host, name));
  }

  public static StackStatus of(String name, Collection<Observed.Container> containers) {
    Map<String, List<StackStatus.Replica>> replicas = new TreeMap<>();
    Map<String, String> images = new TreeMap<>();
    for (Observed.Container container : containers) {
      if (!container.oneOff()) {
        replicas
            .computeIfAbsent(container.service(), k -> new ArrayList<>())
            .add(replica(container));
        images.put(container.service(), container.image());
      }
    }
    List<StackStatus.Service> services = new ArrayList<>();
    replicas.forEach(
        (service, list) ->
            services.add(new StackStatus.Service(service, images.getOrDefault(service, ""), list)));
    return new StackStatus(name, state(services), services);
  }

  private static StackStatus.State state(List<StackStatus.Service> services) {
    long all = services.stream().mapToLong(s -> s.replicas().size()).sum();
    long serving =
        services.stream()
            .flatMap(s -> s.replicas().stream())
            .filter(StackStatus.Replica::serves)
            .count();
    boolean anyRuns =
        services.stream()
            .flatMap(s -> s.replicas().stream())
            .anyMatch(r -> r.state().equals("running"));
    if (all == 0) {
      return StackStatus.State.ABSENT;
    }
    if (!anyRuns) {
      return StackStatus.State.STOPPED;
    }
    return serving == all ? StackStatus.State.RUNNING : StackStatus.State.DEGRADED;
  }

  private static StackStatus.Replica replica(Observed.Container container) {
    Map<String, String> addresses = new LinkedHashMap<>();
    container
        .raw()
        .path("NetworkSettings")
        .path("Networks")
        .fields()
        .forEachRemaining(
            e -> {
              String address = e.getValue().path("IPAddress").asText();
              if (!address.isEmpty()) {
                addresses.put(e.getKey(), address);
              }
            });
    TreeSet<String> ports = new TreeSet<>();
    for (JsonNode port : container.raw().path("Ports")) {
      String inner = port.path("PrivatePort").asText() + "/" + port.path("Type").asText();
      if (port.has("PublicPort")) {
        String ip = port.path("IP").asText();
        ports.add(
            (ip.contains(":") ? "[" + ip + "]" : ip)
                + ":"
                + port.path("PublicPort").asText()
                + "->"
                + inner);
      } else {
        ports.add(inner);
      }
    }
    return new StackStatus.Replica(
        container.id(),
        container.name(),
        container.number(),
        container.state(),
        health(container),
        container.status(),
        addresses,
        List.copyOf(ports));
  }

  /** The list call has the health only in words: {@code Up 2 seconds (health: starting)}. */
  private static String health(Observed.Container container) {
    String status = container.status();
    if (status.contains("(healthy)")) {
      return "healthy";
    }
    if (status.contains("(unhealthy)")) {
      return "unhealthy";
    }
    return status.contains("(health: starting)") ? "starting" : "";
  }
}
