package io.dockeradvanced.container;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.Select;
import io.dockeradvanced.container.internal.LogFrames;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The containers of one host. A cheap view, thread-safe.
 *
 * <pre>{@code
 * for (ContainerSummary c : Containers.on(host).list(Select.stack("shop"))) {
 *   System.out.println(c.name() + " " + c.status());
 * }
 * }</pre>
 */
public final class Containers {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";

  private static final Duration LOGS = Duration.ofMinutes(2);

  private final Engine engine;

  private Containers(Engine engine) {
    this.engine = engine;
  }

  public static Containers on(DockerHost host) {
    return new Containers(Engine.of(requireNonNull(host, "host is null")));
  }

  /**
   * The containers meant, running or not, newest first.
   *
   * @throws InvalidSpec when the start of an id means more than one
   */
  public List<ContainerSummary> list(Select select) {
    Call call = Call.get("/containers/json").query("all", true);
    if (select instanceof Select.Container one) {
      return named(summaries(call), one.nameOrId());
    }
    if (select instanceof Select.Stack stack) {
      call.filter("label", PROJECT + "=" + stack.name());
    } else if (select instanceof Select.Service service) {
      call.filter("label", PROJECT + "=" + service.stack())
          .filter("label", SERVICE + "=" + service.service());
    } else if (select instanceof Select.Label label) {
      call.filter("label", label.key() + "=" + label.value());
    }
    return summaries(call);
  }

  private List<ContainerSummary> summaries(Call call) {
    JsonNode answer = engine.json(call);
    List<ContainerSummary> all = new ArrayList<>(answer.size());
    for (JsonNode container : answer) {
      all.add(ContainerJson.summary(container));
    }
    return all;
  }

  /** As the engine does it: the full id, else the name, else the start of an id. */
  private static List<ContainerSummary> named(List<ContainerSummary> all, String nameOrId) {
    String name = nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId;
    for (ContainerSummary c : all) {
      if (c.id().equals(nameOrId)) {
        return List.of(c);
      }
    }
    for (ContainerSummary c : all) {
      if (c.name().equals(name)) {
        return List.of(c);
      }
    }
    List<ContainerSummary> begin = all.stream().filter(c -> c.id().startsWith(nameOrId)).toList();
    if (begin.size() > 1) {
      throw new InvalidSpec(
          nameOrId,
          0,
          0,
          "%d containers have an id that begins so; give more of it".formatted(begin.size()));
    }
    return begin;
  }

  /** All about one container; empty when there is none of that name or id. */
  public Optional<ContainerDetails> inspect(String nameOrId) {
    return engine
        .find(Call.get("/containers/" + Call.segment(nameOrId) + "/json"))
        .map(ContainerJson::details);
  }

  /** Starts the container; answers false when it was running already. */
  public boolean start(String nameOrId) {
    return ReconcileContainer.start(engine, nameOrId);
  }

  /**
   * Stops the container; answers false when it was not running, or not there.
   *
   * @param grace how long its process has to end before it is killed; whole seconds
   */
  public boolean stop(String nameOrId, Duration grace) {
    boolean stopped = ReconcileContainer.stop(engine, nameOrId, grace);
    if (stopped) {
      ReconcileContainer.awaitListedAsStopped(engine, nameOrId);
    }
    return stopped;
  }

  /**
   * Removes a container that does not run, with its anonymous volumes; answers false when it was
   * not there.
   */
  public boolean remove(String nameOrId) {
    return ReconcileContainer.remove(engine, nameOrId, false, true);
  }

  /**
   * The last lines of a container's log, oldest first, of both its streams; lines without their
   * end.
   *
   * @param tail how many lines, at least 1
   */
  public List<String> logs(String nameOrId, int tail) {
    if (tail < 1) {
      throw new IllegalArgumentException("tail is " + tail);
    }
    String path = "/containers/" + Call.segment(nameOrId);
    boolean terminal = engine.json(Call.get(path + "/json")).path("Config").path("Tty").asBoolean();
    Call call =
        Call.get(path + "/logs")
            .query("stdout", true)
            .query("stderr", true)
            .query("tail", tail)
            .within(LOGS);
    try (EngineResponse response = engine.open(call)) {
      byte[] text = LogFrames.read(response.body(), terminal);
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new DockerAdvancedException(
          "%s: the log of %s cannot be read: %s".formatted(engine.host(), nameOrId, e.getMessage()),
          e);
    }
  }
}
