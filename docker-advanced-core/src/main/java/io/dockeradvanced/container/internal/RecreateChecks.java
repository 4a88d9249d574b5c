package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is refused before a plan makes a container anew, each in a sentence. */
record RecreateChecks(DockerHost host, Sharers sharers) {
  private static final String SWARM_TASK = "com.docker.swarm.task.id";

  /** It can be made anew, and put back as it was. */
  void container(Original original) {
    @Nullable String problem =
        switch (original.state()) {
          case "paused" -> "is paused; unpause it first";
          case "removing", "dead" -> "is being removed, or could not be; remove it";
          default -> null;
        };
    if (original.hostConfig().path("AutoRemove").asBoolean()) {
      problem = "is removed when it stops (--rm), so that it could not be put back; run it again";
    } else if (original.labels().has(SWARM_TASK)) {
      problem = "is a task of a Swarm service; update the service";
    } else if (original.isCutOff()) {
      problem = "was taken out of all its networks, which no new one can be; connect it to one";
    }
    if (problem == null && original.isUp()) {
      problem = missing(original);
    }
    if (problem == null && OwnContainer.ids().contains(original.id())) {
      problem = "is the one that this program runs in, which it would end; do it from outside";
    }
    if (problem != null) {
      throw new DockerAdvancedException(
          "%s: container %s %s".formatted(host.name(), original.name(), problem));
    }
  }

  /** What runs without the one it needs could not be started again, neither it nor its copy. */
  private @Nullable String missing(Original original) {
    for (Map.Entry<String, Optional<JsonNode>> need : sharers.needs(original.raw()).entrySet()) {
      if (need.getValue().isEmpty()) {
        return "needs container %s, which is gone; remove it and make it with another one"
            .formatted(Target.shortId(need.getKey()));
      }
      if (!Target.isRunning(need.getValue().get())) {
        return "needs container %s, which does not run; start that one first"
            .formatted(Target.name(need.getValue().get()));
      }
    }
    return null;
  }

  /** What is to be taken along is there, and only its own. */
  void kept(Original original, List<String> keep) {
    Set<String> mounts = CarriedMounts.destinations(original.raw());
    original
        .hostConfig()
        .path("Tmpfs")
        .fieldNames()
        .forEachRemaining(m -> mounts.add(CarriedMounts.clean(m)));
    for (String path : keep) {
      @Nullable String problem = null;
      for (String mount : mounts) {
        if ((mount + "/").startsWith(path + "/") || (path + "/").startsWith(mount + "/")) {
          problem = "has to do with the mount at " + mount + ", which the new one has anyway";
        }
      }
      if (problem == null && !CarryFiles.exists(Engine.of(host), original.id(), path)) {
        problem = "is not there";
      }
      if (problem == null && original.hostConfig().path("ReadonlyRootfs").asBoolean()) {
        problem = "cannot be put into one whose root is read-only";
      }
      if (problem != null) {
        throw new DockerAdvancedException(
            "%s: %s of container %s %s".formatted(host.name(), path, original.name(), problem));
      }
    }
  }
}
