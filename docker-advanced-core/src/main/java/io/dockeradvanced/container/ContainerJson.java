package io.dockeradvanced.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the engine's two shapes of a container. */
final class ContainerJson {
  private ContainerJson() {}

  static ContainerSummary summary(JsonNode c) {
    String status = c.path("Status").asText("");
    return new ContainerSummary(
        c.path("Id").asText(""),
        ownName(c.path("Names")),
        c.path("Image").asText(""),
        c.path("ImageID").asText(""),
        ContainerState.of(c.path("State").asText("")),
        status,
        Health.ofStatus(status),
        labels(c.path("Labels")),
        Instant.ofEpochSecond(c.path("Created").asLong()),
        listedPorts(c.path("Ports")),
        names(c.path("NetworkSettings").path("Networks")));
  }

  static ContainerDetails details(JsonNode c) {
    JsonNode state = c.path("State");
    JsonNode config = c.path("Config");
    Instant created = instant(c.path("Created").asText(""));
    return new ContainerDetails(
        c.path("Id").asText(""),
        withoutSlash(c.path("Name").asText("")),
        config.path("Image").asText(""),
        c.path("Image").asText(""),
        ContainerState.of(state.path("Status").asText("")),
        Health.of(state.path("Health").path("Status").asText("")),
        state.path("ExitCode").asInt(),
        state.path("OOMKilled").asBoolean(),
        state.path("Error").asText(""),
        c.path("RestartCount").asInt(),
        created == null ? Instant.EPOCH : created,
        instant(state.path("StartedAt").asText("")),
        instant(state.path("FinishedAt").asText("")),
        labels(config.path("Labels")),
        boundPorts(c.path("NetworkSettings").path("Ports")),
        names(c.path("NetworkSettings").path("Networks")),
        mounts(c.path("Mounts")));
  }

  static List<HealthCheck> healthChecks(JsonNode c) {
    List<HealthCheck> all = new ArrayList<>();
    for (JsonNode run : c.path("State").path("Health").path("Log")) {
      Instant start = instant(run.path("Start").asText(""));
      all.add(
          new HealthCheck(
              start == null ? Instant.EPOCH : start,
              instant(run.path("End").asText("")),
              run.path("ExitCode").asInt(),
              run.path("Output").asText("")));
    }
    return all;
  }

  /** Links add names of the form {@code /other/alias}; its own has one slash. */
  private static String ownName(JsonNode names) {
    for (JsonNode name : names) {
      if (name.asText("").lastIndexOf('/') == 0) {
        return withoutSlash(name.asText(""));
      }
    }
    return "";
  }

  private static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static Map<String, String> labels(JsonNode labels) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      all.put(label.getKey(), label.getValue().asText(""));
    }
    return all;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Port> listedPorts(JsonNode ports) {
    List<Port> all = new ArrayList<>();
    for (JsonNode p : ports) {
      all.add(
          new Port(
              p.path("IP").asText(""),
              p.path("PublicPort").asInt(),
              p.path("PrivatePort").asInt(),
              p.path("Type").asText("tcp")));
    }
    return all;
  }

  /** {@code {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "81/tcp": null}}. */
  private static List<Port> boundPorts(JsonNode ports) {
    List<Port> all = new ArrayList<>();
    for (String key : names(ports)) {
      int slash = key.indexOf('/');
      int inside = Integer.parseInt(slash < 0 ? key : key.substring(0, slash));
      String protocol = slash < 0 ? "tcp" : key.substring(slash + 1);
      for (JsonNode b : ports.path(key)) {
        all.add(
            new Port(b.path("HostIp").asText(""), b.path("HostPort").asInt(), inside, protocol));
      }
      if (ports.path(key).isEmpty()) {
        all.add(new Port("", 0, inside, protocol));
      }
    }
    return all;
  }

  private static List<Mount> mounts(JsonNode mounts) {
    List<Mount> all = new ArrayList<>();
    for (JsonNode m : mounts) {
      String type = m.path("Type").asText("");
      all.add(
          new Mount(
              type,
              m.path(type.equals("volume") ? "Name" : "Source").asText(""),
              m.path("Destination").asText(""),
              !m.path("RW").asBoolean(true)));
    }
    return all;
  }

  /** The engine writes the year 1 for "never", and may write a time in its own zone. */
  private static @Nullable Instant instant(String text) {
    if (text.isEmpty() || text.startsWith("0001-")) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
