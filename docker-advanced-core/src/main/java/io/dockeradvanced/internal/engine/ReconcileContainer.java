package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Starts, stops, renames and removes containers so that a lost reply does no harm: the container is
 * looked at, and what is not done yet is asked for once more.
 */
public final class ReconcileContainer {
  private static final int NOT_MODIFIED = 304;
  private static final Duration REMOVE_LIMIT = Duration.ofMinutes(2);
  private static final long LISTED_LIMIT = TimeUnit.SECONDS.toNanos(2);
  private static final long LISTED_POLL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

  private ReconcileContainer() {}

  /**
   * Starts the container; answers false when it was running already.
   *
   * <p>After a lost reply a container that has never run is started again. One that has run and
   * ended is not: it may be a short job, and whether it was this start that ran it cannot be told.
   * Then the failure is thrown.
   */
  public static boolean start(Engine engine, String id) {
    Call call = Call.post(path(id) + "/start");
    try {
      return engine.send(call) != NOT_MODIFIED;
    } catch (UnreachableHost | TimedOut lost) {
      String status =
          inspect(engine, id, lost)
              .map(c -> c.path("State").path("Status").asText(""))
              .orElseThrow(() -> lost);
      return switch (status) {
        case "running", "restarting", "paused" -> true;
        case "created" -> engine.send(call) != NOT_MODIFIED;
        default -> throw lost;
      };
    }
  }

  /** Stops the container; answers false when it was not running, or not there. */
  public static boolean stop(Engine engine, String id, StopGrace grace) {
    return stop(engine, id, grace, call -> sent(engine, call));
  }

  /**
   * Stops the container; answers false when it was not running.
   *
   * @throws EngineRejected with status 404 when it was not there
   */
  public static boolean stopPresent(Engine engine, String id, StopGrace grace) {
    return stop(engine, id, grace, call -> engine.send(call) != NOT_MODIFIED);
  }

  private static boolean stop(
      Engine engine, String id, StopGrace grace, Predicate<Call> firstSent) {
    Call call = grace.in(Call.post(path(id) + "/stop"));
    return settled(engine, id, call, firstSent, c -> !c.path("State").path("Running").asBoolean());
  }

  /**
   * Waits until lists show what an inspect shows, so that who stops and then lists or plans sees
   * what was done. Engines before 28.3 (API 1.51) answer a stop some milliseconds before their
   * lists know of it: moby/moby#50133.
   */
  public static void awaitListedAsStopped(Engine engine, String id) {
    if (!engine.api().atLeast(1, 51)) {
      awaitListedAsKilled(engine, id);
    }
  }

  /** As the other one, after a kill: of that the lists of all engines know late. */
  public static void awaitListedAsKilled(Engine engine, String id) {
    long deadline = System.nanoTime() + LISTED_LIMIT;
    while (System.nanoTime() - deadline < 0) {
      Optional<JsonNode> now = engine.find(Call.get(path(id) + "/json"));
      if (now.isEmpty() || now.get().path("State").path("Running").asBoolean()) {
        return; // removed, or started again by somebody else
      }
      JsonNode listed =
          engine.json(
              Call.get("/containers/json")
                  .query("all", true)
                  .filter("id", now.get().path("Id").asText()));
      if (!listed.path(0).path("State").asText("").equals("running")) {
        return;
      }
      LockSupport.parkNanos(LISTED_POLL);
    }
  }

  /** Stops the container if it runs, and starts it. */
  public static void restart(Engine engine, String id, StopGrace grace) {
    Call call = grace.in(Call.post(path(id) + "/restart"));
    String before = startedAt(engine.json(Call.get(path(id) + "/json")));
    try {
      engine.send(call);
    } catch (UnreachableHost | TimedOut lost) {
      // The engine may still wait for the process to end: it is started anew after that.
      long deadline = System.nanoTime() + grace.limit().toNanos();
      while (startedAt(inspect(engine, id, lost).orElseThrow(() -> lost)).equals(before)) {
        if (System.nanoTime() - deadline > 0) {
          engine.send(call);
          return;
        }
        LockSupport.parkNanos(POLL);
      }
    }
  }

  private static String startedAt(JsonNode container) {
    return container.path("State").path("StartedAt").asText("");
  }

  /** Freezes the container; answers false when it was frozen already. */
  public static boolean pause(Engine engine, String id) {
    return frozen(engine, id, true);
  }

  /** Lets the container go on; answers false when it was not frozen. */
  public static boolean unpause(Engine engine, String id) {
    return frozen(engine, id, false);
  }

  private static boolean frozen(Engine engine, String id, boolean frozen) {
    Call call = Call.post(path(id) + (frozen ? "/pause" : "/unpause"));
    if (paused(engine.json(Call.get(path(id) + "/json"))) == frozen) {
      return false;
    }
    try {
      engine.send(call);
    } catch (UnreachableHost | TimedOut lost) {
      JsonNode now = inspect(engine, id, lost).orElseThrow(() -> lost);
      if (paused(now) != frozen) {
        engine.send(call);
      }
    }
    return true;
  }

  private static boolean paused(JsonNode container) {
    return container.path("State").path("Paused").asBoolean();
  }

  /** What the answer to a wait says; an answer without it says nothing of the program. */
  public static int exitCode(Engine engine, JsonNode answer) {
    if (!answer.path("StatusCode").isIntegralNumber()) {
      throw new DockerAdvancedException(
          "%s: the answer to a wait has no exit code; is there a proxy before the engine?"
              .formatted(engine.host()));
    }
    return answer.path("StatusCode").asInt();
  }

  /**
   * Waits until the container does not run, also over connections that break; answers the exit code
   * of its last run.
   */
  public static int awaitExit(Engine engine, String id, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      try {
        if (left.isNegative() || left.isZero()) {
          throw new TimedOut("");
        }
        JsonNode answer = engine.json(Call.post(path(id) + "/wait").within(left));
        return exitCode(engine, answer);
      } catch (TimedOut e) {
        throw new TimedOut(
            "%s: container %s still runs after %s".formatted(engine.host(), id, limit));
      } catch (UnreachableHost broken) {
        // To wait changes nothing, so it is done again while the engine answers at all.
        if (inspect(engine, id, broken).isEmpty()) {
          throw broken;
        }
      }
    }
  }

  /** Renames the container. */
  public static void rename(Engine engine, String id, String name) {
    Call call = Call.post(path(id) + "/rename").query("name", name);
    try {
      engine.send(call);
    } catch (UnreachableHost | TimedOut lost) {
      JsonNode now = inspect(engine, id, lost).orElseThrow(() -> lost);
      if (!now.path("Name").asText("").equals("/" + name)) {
        engine.send(call);
      }
    }
  }

  /**
   * Removes the container; answers false when it was not there.
   *
   * @param force kill it first if it runs
   * @param volumes remove its anonymous volumes too
   */
  public static boolean remove(Engine engine, String id, boolean force, boolean volumes) {
    Call call =
        Call.delete(path(id)).query("force", force).query("v", volumes).within(REMOVE_LIMIT);
    try {
      return settled(engine, id, call, c -> sent(engine, c), c -> false);
    } catch (EngineRejected refused) {
      if (refused.status() != 409 || !refused.reason().contains("already in progress")) {
        throw refused;
      }
      awaitGone(engine, id);
      return true;
    }
  }

  private static boolean settled(
      Engine engine, String id, Call call, Predicate<Call> firstSent, Predicate<JsonNode> isDone) {
    try {
      return firstSent.test(call);
    } catch (UnreachableHost | TimedOut lost) {
      Optional<JsonNode> now = inspect(engine, id, lost);
      return now.isEmpty() || isDone.test(now.get()) || sent(engine, call);
    }
  }

  private static boolean sent(Engine engine, Call call) {
    try {
      return engine.send(call) != NOT_MODIFIED;
    } catch (EngineRejected refused) {
      if (refused.status() != 404) {
        throw refused;
      }
      return false;
    }
  }

  private static Optional<JsonNode> inspect(
      Engine engine, String id, DockerAdvancedException lost) {
    if (!Reconcile.mayHaveRun(lost)) {
      throw lost;
    }
    return Reconcile.lookUp(lost, () -> engine.find(Call.get(path(id) + "/json")));
  }

  /** Somebody else, or the engine itself, is removing it. */
  private static void awaitGone(Engine engine, String id) {
    long deadline = System.nanoTime() + REMOVE_LIMIT.toNanos();
    while (engine.find(Call.get(path(id) + "/json")).isPresent()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimedOut(
            "%s: container %s is still being removed after %d s; look at the log of the engine"
                .formatted(engine.host(), id, REMOVE_LIMIT.toSeconds()));
      }
      // An interrupt ends the pause, and the next look throws Cancelled.
      LockSupport.parkNanos(POLL);
    }
  }

  private static String path(String id) {
    return "/containers/" + Call.segment(id);
  }
}
