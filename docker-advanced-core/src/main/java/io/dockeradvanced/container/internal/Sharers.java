package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who cannot go on without a container: those that are in its namespaces, and those that have links
 * to it. The engine knows both by id, so they must be made anew after it.
 */
final class Sharers {
  private static final List<String> MODES = List.of("NetworkMode", "PidMode", "IpcMode");
  private static final String PREFIX = "container:";

  private final Map<String, JsonNode> all = new LinkedHashMap<>();

  private Sharers() {}

  /** All containers of an engine. */
  static Sharers on(Engine engine) {
    Sharers sharers = new Sharers();
    for (JsonNode listed : engine.json(Call.get("/containers/json").query("all", true))) {
      // One that has gone meanwhile needs nothing.
      Target.container(engine, listed.path("Id").asText())
          .ifPresent(c -> sharers.all.put(c.path("Id").asText(), c));
    }
    return sharers;
  }

  /** Names that containers have. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    all.values().forEach(container -> names.add(Target.name(container)));
    return names;
  }

  /** The container, then those that need it, then those that need them. */
  List<JsonNode> with(JsonNode container) {
    List<JsonNode> members = new ArrayList<>(List.of(container));
    for (int i = 0; i < members.size(); i++) {
      JsonNode owner = members.get(i);
      for (JsonNode other : all.values()) {
        if (uses(other, owner) && members.stream().noneMatch(m -> isSame(m, other))) {
          members.add(other);
        }
      }
    }
    return members;
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.path("Id").equals(other.path("Id"));
  }

  private static boolean uses(JsonNode container, JsonNode owner) {
    if (isSame(container, owner)) {
      return false;
    }
    return !modes(container, owner).isEmpty()
        || links(container.path("HostConfig")).stream().anyMatch(link -> means(link, owner));
  }

  /** The namespaces of the owner that a container is in. */
  static List<String> modes(JsonNode container, JsonNode owner) {
    List<String> modes = new ArrayList<>();
    for (String mode : MODES) {
      String value = container.path("HostConfig").path(mode).asText();
      if (value.startsWith(PREFIX) && means(value.substring(PREFIX.length()), owner)) {
        modes.add(mode);
      }
    }
    return modes;
  }

  /** Whom the links lead to, in their order. */
  static List<String> links(JsonNode host) {
    List<String> targets = new ArrayList<>();
    for (JsonNode link : host.path("Links")) {
      String text = link.asText();
      String target = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
      targets.add(target.startsWith("/") ? target.substring(1) : target);
    }
    return targets;
  }

  /** Whether somebody means this container by its name, its id or the start of that. */
  static boolean means(String nameOrId, JsonNode container) {
    return nameOrId.equals(Target.name(container))
        || !nameOrId.isEmpty() && container.path("Id").asText().startsWith(nameOrId);
  }
}
