package io.dockeradvanced.container;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.Select;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.container.internal.ContainerLogs;
import io.dockeradvanced.container.internal.CopyIn;
import io.dockeradvanced.container.internal.CopyOut;
import io.dockeradvanced.container.internal.ExecRun;
import io.dockeradvanced.container.internal.HandedOn;
import io.dockeradvanced.container.internal.KeptOutput;
import io.dockeradvanced.container.internal.RecreatePlanner;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.engine.StopGrace;
import io.dockeradvanced.operation.Operations;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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

  private final DockerHost host;
  private final Engine engine;

  private Containers(DockerHost host) {
    this.host = host;
    this.engine = Engine.of(host);
  }

  public static Containers on(DockerHost host) {
    return new Containers(requireNonNull(host, "host is null"));
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
    return engine.find(Call.get(path(nameOrId) + "/json")).map(ContainerJson::details);
  }

  /** Starts the container; answers false when it was running already. */
  public boolean start(String nameOrId) {
    return ReconcileContainer.start(engine, nameOrId);
  }

  /**
   * Stops the container; answers false when it was not running. Its process has the time to end
   * that it was made with ({@code docker run --stop-timeout}), 10 seconds where it was made with
   * none, for ever where that is negative; then it is killed.
   *
   * @throws EngineRejected when there is no such container
   */
  public boolean stop(String nameOrId) {
    return stop(nameOrId, own(nameOrId));
  }

  /**
   * As the other one, with another time.
   *
   * @param grace how long its process has to end before it is killed; in whole seconds, rounded up
   * @throws IllegalArgumentException when it is negative: a stop that waits for ever is not to be
   *     had but by a container that was made so
   */
  public boolean stop(String nameOrId, Duration grace) {
    return stop(nameOrId, StopGrace.of(grace));
  }

  private boolean stop(String nameOrId, StopGrace grace) {
    boolean stopped = ReconcileContainer.stopPresent(engine, nameOrId, grace);
    if (stopped) {
      ReconcileContainer.awaitListedAsStopped(engine, nameOrId);
    }
    return stopped;
  }

  private StopGrace own(String nameOrId) {
    return StopGrace.own(engine.json(Call.get(path(nameOrId) + "/json")));
  }

  /**
   * Stops the container if it runs, and starts it. Its process has the time to end that it was made
   * with, as for {@link #stop(String)}.
   *
   * @throws EngineRejected when there is no such container
   */
  public void restart(String nameOrId) {
    ReconcileContainer.restart(engine, nameOrId, own(nameOrId));
  }

  /**
   * As the other one, with another time.
   *
   * @param grace how long its process has to end before it is killed; in whole seconds, rounded up
   * @throws IllegalArgumentException when it is negative, as for {@link #stop(String, Duration)}
   */
  public void restart(String nameOrId, Duration grace) {
    ReconcileContainer.restart(engine, nameOrId, StopGrace.of(grace));
  }

  /** Freezes all processes of the container; answers false when they were already. */
  public boolean pause(String nameOrId) {
    return ReconcileContainer.pause(engine, nameOrId);
  }

  /** Lets them go on; answers false when the container was not paused. */
  public boolean unpause(String nameOrId) {
    return ReconcileContainer.unpause(engine, nameOrId);
  }

  /**
   * Sends a signal to the first process of the container.
   *
   * @param signal such as {@code SIGHUP} or {@code HUP} or {@code 1}
   */
  public void kill(String nameOrId, String signal) {
    engine.send(Call.post(path(nameOrId) + "/kill").query("signal", signal));
  }

  /** Gives the container another name. */
  public void rename(String nameOrId, String name) {
    ReconcileContainer.rename(engine, nameOrId, name);
  }

  /**
   * Removes a container that does not run, with its anonymous volumes; answers false when it was
   * not there.
   */
  public boolean remove(String nameOrId) {
    return remove(nameOrId, RemoveOptions.defaults().volumes(true));
  }

  /** Removes a container; answers false when it was not there. */
  public boolean remove(String nameOrId, RemoveOptions options) {
    List<String> handedOn = options.volumes() ? HandedOn.of(engine, nameOrId) : List.of();
    boolean removed =
        ReconcileContainer.remove(engine, nameOrId, options.force(), options.volumes());
    HandedOn.remove(engine, handedOn);
    return removed;
  }

  /**
   * Looks at a container and says how it would be made anew. Changes nothing. Containers that are
   * in its namespaces or have links to it are made anew with it.
   *
   * @throws DockerAdvancedException when there is none, or none like it can be made
   */
  public RecreatePlan plan(Recreate recreate) {
    return new RecreatePlan(RecreatePlanner.plan(host, recreate));
  }

  /**
   * Makes a container anew, as it is but for what is changed; answers the new one when it is well.
   * The new one is made, and seen to be alike, while the old one runs; when anything fails the old
   * one serves as before.
   *
   * @throws io.dockeradvanced.operation.OperationFailed with what became of it
   */
  public ContainerDetails recreate(Recreate recreate) {
    return Operations.on(host).run(plan(recreate));
  }

  /**
   * Waits until the container does not run, and answers the exit code of its last run; at once when
   * it does not run now.
   *
   * @throws TimedOut when it still runs after this time
   */
  public int awaitExit(String nameOrId, Duration limit) {
    return ReconcileContainer.awaitExit(engine, nameOrId, limit);
  }

  /**
   * Runs a command in a container that runs, and answers how it ended and what it printed.
   *
   * @throws DockerAdvancedException when it prints more than 16 MiB; take it with {@link
   *     #exec(String, Exec, ExecStreams)}
   * @throws TimedOut when it does not end in the time it has
   */
  public ExecResult exec(String nameOrId, Exec exec) {
    KeptOutput out = new KeptOutput();
    KeptOutput err = new KeptOutput();
    int code = exec(nameOrId, exec, ExecStreams.to(out, err));
    return new ExecResult(code, out.toByteArray(), err.toByteArray());
  }

  /**
   * Runs a command in a container that runs, with streams; answers its exit code when it has ended
   * and all it printed was written.
   *
   * @throws TimedOut when it does not end in the time it has
   */
  public int exec(String nameOrId, Exec exec, ExecStreams streams) {
    return run(nameOrId, exec).run(streams);
  }

  /**
   * Begins a command in a container that runs. What it prints flows while its end is awaited; until
   * then its terminal can get another size.
   */
  public RunningCommand begin(String nameOrId, Exec exec, ExecStreams streams) {
    return run(nameOrId, exec).begin(streams);
  }

  private ExecRun run(String nameOrId, Exec exec) {
    return new ExecRun(engine, Owner.of(host.owner()).executor(), nameOrId, exec);
  }

  /**
   * Copies a file or a directory of this machine into a container, running or not, as {@code docker
   * cp} does: into a directory that is there, or else under the name given. Of a source that ends
   * with {@code /.} it is what is in the directory.
   *
   * @param path in the container
   * @throws InvalidSpec when there is no source, or no place for it
   */
  public void copyIn(String nameOrId, Path source, String path) {
    copyIn(nameOrId, source, path, CopyOptions.defaults());
  }

  /** As the other one. */
  public void copyIn(String nameOrId, Path source, String path, CopyOptions options) {
    new CopyIn(engine, nameOrId, options).path(source, path);
  }

  /**
   * Unpacks a tar archive in a directory of a container.
   *
   * @param archive maybe compressed; read to its end, and closed
   */
  public void copyIn(String nameOrId, InputStream archive, String directory, CopyOptions options) {
    new CopyIn(engine, nameOrId, options).archive(archive, directory);
  }

  /**
   * Copies a file or a directory out of a container, running or not, as {@code docker cp} does:
   * into a directory that is there, or else under the name given; answers where it is now. Of a
   * path that ends with {@code /.} it is what is in the directory.
   *
   * <p>What is in the container is not trusted: nothing is written elsewhere, nor through a link.
   * Files belong to whom this process runs as, and have their mode and time.
   *
   * @throws InvalidSpec when there is no place for it
   * @throws DockerAdvancedException when it cannot be written, or must not be
   */
  public Path copyOut(String nameOrId, String path, Path target) {
    return copyOut(nameOrId, path, target, CopyOptions.defaults());
  }

  /** As the other one. */
  public Path copyOut(String nameOrId, String path, Path target, CopyOptions options) {
    return new CopyOut(engine, nameOrId, options).path(path, target);
  }

  /**
   * Writes a file or a directory of a container as a tar archive; answers its length.
   *
   * @param to is left open
   */
  public long copyOut(String nameOrId, String path, OutputStream to, CopyOptions options) {
    return new CopyOut(engine, nameOrId, options).archive(path, to);
  }

  /**
   * The processes of a container that runs.
   *
   * @param options of {@code ps} on the server, such as {@code aux}; none for its usual columns
   */
  public ProcessTable top(String nameOrId, String... options) {
    Call call = Call.get(path(nameOrId) + "/top");
    if (options.length > 0) {
      call.query("ps_args", String.join(" ", options));
    }
    JsonNode answer = engine.json(call);
    List<List<String>> rows = new ArrayList<>();
    answer.path("Processes").forEach(row -> rows.add(texts(row)));
    return new ProcessTable(texts(answer.path("Titles")), rows);
  }

  /** The files that differ from the container's image, sorted by path. */
  public List<FileChange> diff(String nameOrId) {
    List<FileChange> changes = new ArrayList<>();
    for (JsonNode change : engine.json(Call.get(path(nameOrId) + "/changes"))) {
      int kind = change.path("Kind").asInt(-1);
      if (kind >= 0 && kind < FileChange.Kind.values().length) {
        changes.add(new FileChange(FileChange.Kind.values()[kind], change.path("Path").asText("")));
      }
    }
    changes.sort(Comparator.comparing(FileChange::path));
    return changes;
  }

  /** The last runs of the container's health check, oldest first; the engine keeps five. */
  public List<HealthCheck> healthHistory(String nameOrId) {
    return ContainerJson.healthChecks(engine.json(Call.get(path(nameOrId) + "/json")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText("")));
    return texts;
  }

  private static String path(String nameOrId) {
    return "/containers/" + Call.segment(nameOrId);
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
    return ContainerLogs.last(engine, nameOrId, tail);
  }
}
