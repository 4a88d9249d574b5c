package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who uses namespaces of other containers, as the engine has it. */
final class Sharers {
  private static final String CONTAINER = "container:";

  private final Deploy deploy;

  /** Ids or names of those whose namespaces a container uses, by its id. */
  private final Map<String, Set<String>> used = new HashMap<>();

  Sharers(Deploy deploy) {
    this.deploy = deploy;
  }

  /** Those of the stack that are up and use a namespace of this one. */
  List<Observed.Container> of(Observed.Container owner) {
    return deploy.observed().containers().stream()
        .filter(each -> each.isUp() && uses(each, owner))
        .toList();
  }

  /** Whether a container uses a namespace of another one. */
  boolean uses(Observed.Container container, Observed.Container owner) {
    return !container.id().equals(owner.id())
        && used.computeIfAbsent(container.id(), k -> used(container)).stream()
            .anyMatch(other -> isNamed(other, owner));
  }

  private static boolean isNamed(String reference, Observed.Container owner) {
    return reference.equals(owner.id()) || reference.equals(owner.name());
  }

  private Set<String> used(Observed.Container container) {
    Set<String> others = new HashSet<>();
    deploy
        .engine()
        .find(Call.get("/containers/" + container.id() + "/json"))
        .map(found -> found.path("HostConfig"))
        .ifPresent(
            host -> {
              add(others, host.path("NetworkMode"));
              add(others, host.path("PidMode"));
              add(others, host.path("IpcMode"));
            });
    return others;
  }

  private static void add(Set<String> others, JsonNode mode) {
    if (mode.asText().startsWith(CONTAINER)) {
      others.add(mode.asText().substring(CONTAINER.length()));
    }
  }

  /** Sentences about containers of others that are in the network of this one. */
  List<String> others(Observed.Container owner) {
    return deploy.everyone().holders().stream()
        .filter(holder -> !holder.project().equals(deploy.desired().project()))
        .filter(holder -> holder.networkMode().startsWith(CONTAINER))
        .filter(holder -> isNamed(holder.networkMode().substring(CONTAINER.length()), owner))
        .map(
            holder ->
                "%s uses the network of %s, which restarts; restart it after that"
                    .formatted(holder.words(), owner.name()))
        .toList();
  }
}
