package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The container, and those that need it, each after all that it needs of them. */
  List<JsonNode> with(JsonNode container) {
    List<JsonNode> open = new ArrayList<>(List.of(container));
    for (int i = 0; i < open.size(); i++) {
      JsonNode owner = open.get(i);
      for (JsonNode other : all.values()) {
        if (uses(other, owner) && open.stream().noneMatch(m -> isSame(m, other))) {
          open.add(other);
        }
      }
    }
    List<JsonNode> members = new ArrayList<>();
    while (!open.isEmpty()) {
      JsonNode next =
          open.stream()
              .filter(c -> open.stream().noneMatch(other -> uses(c, other)))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("containers that need each other in a circle"));
      open.remove(next);
      members.add(next);
    }
    return members;
  }

  /** Containers that this one needs while it runs, as it names them, with what they are. */
  Map<String, Optional<JsonNode>> needs(JsonNode container) {
    Map<String, Optional<JsonNode>> needs = new LinkedHashMap<>();
    JsonNode host = container.path("HostConfig");
    for (String mode : MODES) {
      String value = host.path(mode).asText();
      if (value.startsWith(PREFIX)) {
        String name = value.substring(PREFIX.length());
        needs.put(name, meant(name));
      }
    }
    links(host)
        .forEach(
            name ->
                needs.put(
                    name,
                    all.values().stream().filter(c -> Target.name(c).equals(name)).findFirst()));
    return needs;
  }

  /** As the engine finds one: the full id, else the name, else the start of an id. */
  private Optional<JsonNode> meant(String nameOrId) {
    if (all.containsKey(nameOrId)) {
      return Optional.of(all.get(nameOrId));
    }
    return all.values().stream()
        .filter(c -> Target.name(c).equals(nameOrId))
        .findFirst()
        .or(
            () ->
                all.entrySet().stream()
                    .filter(e -> !nameOrId.isEmpty() && e.getKey().startsWith(nameOrId))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.path("Id").equals(other.path("Id"));
  }

  private boolean uses(JsonNode container, JsonNode owner) {
    if (isSame(container, owner)) {
      return false;
    }
    return !modes(container, owner).isEmpty()
        || links(container.path("HostConfig")).contains(Target.name(owner));
  }

  /** The namespaces of the owner that a container is in. */
  List<String> modes(JsonNode container, JsonNode owner) {
    List<String> modes = new ArrayList<>();
    for (String mode : MODES) {
      String value = container.path("HostConfig").path(mode).asText();
      if (value.startsWith(PREFIX)
          && meant(value.substring(PREFIX.length())).filter(c -> isSame(c, owner)).isPresent()) {
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
}
