package io.dockeradvanced.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.LockHeld;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.internal.HelperImage;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The lock that every user of one engine sees, whatever store they have.
 *
 * <p>The Engine has no transactions, but it makes at most one container of a name: creating it is
 * the mutex. Its lease says who holds it, and until when by the clock of the engine: the first one
 * is a label, as to put a file into a container is what an engine takes longest for; each later one
 * is a file put into it by the archive API. A lease that has ended may be taken by removing that
 * very container, by id, and creating the next one.
 */
final class EngineLock {
  static final String LABEL = "io.docker-advanced.lock";
  static final String OPERATION_LABEL = "io.docker-advanced.operation";

  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Engine engine;
  private final Clock clock;
  private final Duration ttl;
  private final String scope;
  private final String operation;
  private final String holder;
  private final String container;
  private volatile Duration engineAhead;
  private volatile Instant until;

  private EngineLock(
      Engine engine,
      Clock clock,
      Duration ttl,
      String scope,
      String operation,
      String holder,
      String container,
      Duration engineAhead,
      Instant until) {
    this.engine = engine;
    this.clock = clock;
    this.ttl = ttl;
    this.scope = scope;
    this.operation = operation;
    this.holder = holder;
    this.container = container;
    this.engineAhead = engineAhead;
    this.until = until;
  }

  static String containerName(String scope) {
    return "docker-advanced-lock-" + scope;
  }

  /**
   * Takes the lock; one of the same operation is taken over at once, another's when its lease
   * ended.
   *
   * <p>So is one of an operation that has ended: whatever kept it from giving its lock back, it
   * does nothing more.
   *
   * @throws LockHeld when somebody else has it
   */
  static EngineLock acquire(
      Engine engine,
      Clock clock,
      Duration ttl,
      String scope,
      String operation,
      String holder,
      Predicate<String> ended) {
    String image = HelperImage.ensure(engine);
    Duration ahead = engineAhead(engine);
    for (int attempt = 0; ; attempt++) {
      Instant until = clock.instant().plus(ahead).plus(ttl);
      Data labels =
          Data.of(LABEL, scope)
              .with(OPERATION_LABEL, operation)
              .with(LockLease.LABEL, new LockLease("", operation, holder, until, ttl).json());
      Data body =
          Data.of("Image", image)
              .with("Cmd", List.of("never-started"))
              .with("NetworkDisabled", true)
              .with("Labels", labels);
      String container = create(engine, scope, Json.toTree(body.asMap()));
      if (!container.isEmpty()) {
        return new EngineLock(
            engine, clock, ttl, scope, operation, holder, container, ahead, until);
      }
      Optional<LockLease> held = look(engine, scope);
      if (held.isPresent()) {
        LockLease other = held.get();
        boolean alive =
            clock.instant().plus(ahead).isBefore(other.until())
                && !other.operation().equals(operation)
                && !ended.test(other.operation());
        if (alive || attempt >= TRIES) {
          Instant end = other.shortened(clock.instant().plus(ahead), engine).until();
          throw new LockHeld(engine.host(), scope, other.holder(), end.minus(ahead));
        }
        remove(engine, other.container());
      } else if (attempt >= TRIES) {
        throw new LockHeld(engine.host(), scope, "somebody quick", clock.instant());
      }
      // It is being removed, by us or by somebody else; an interrupt ends the pause.
      LockSupport.parkNanos(PAUSE.toNanos() * attempt);
    }
  }

  /** The id of the new container, or empty when the name is taken. */
  private static String create(Engine engine, String scope, JsonNode body) {
    try {
      return engine
          .json(Call.post("/containers/create").query("name", containerName(scope)).json(body))
          .path("Id")
          .asText();
    } catch (EngineRejected e) {
      // Podman says 500 of a name that is taken.
      if (e.status() == 409 || (e.status() == 500 && look(engine, scope).isPresent())) {
        return "";
      }
      throw e;
    } catch (UnreachableHost | TimedOut e) {
      // The reply may be lost; a lock of this operation is then taken over in the next round.
      boolean mayHaveRun = !(e instanceof UnreachableHost lost) || lost.requestMayHaveRun();
      if (mayHaveRun
          && !Reconcile.standsStill(e)
          && Patience.with("the look at a lock", () -> look(engine, scope)).isPresent()) {
        return "";
      }
      throw e;
    }
  }

  /**
   * Removes the lock of an operation that has ended and could not give it back; false when there is
   * none.
   */
  static boolean removeLeft(Engine engine, String scope, String operation) {
    Optional<LockLease> left =
        look(engine, scope).filter(held -> held.operation().equals(operation));
    left.ifPresent(held -> remove(engine, held.container()));
    return left.isPresent();
  }

  /** Who holds the lock of this scope now. */
  static Optional<LockLease> look(Engine engine, String scope) {
    return LockLease.look(engine, containerName(scope));
  }

  /**
   * Writes a lease that ends one ttl from now.
   *
   * @throws Lost when the lock is not ours any more
   */
  void renew() {
    // Asked anew: either clock may have been set since.
    engineAhead = engineAhead(engine);
    Instant next = clock.instant().plus(engineAhead).plus(ttl);
    try {
      new LockLease(container, operation, holder, next, ttl).write(engine);
    } catch (EngineRejected e) {
      throw e.status() == 404 ? new Lost(engine.host(), containerName(scope)) : e;
    }
    until = next;
  }

  /**
   * Asks the engine whether the lock is still ours; called before each change.
   *
   * @throws Lost when it is not
   */
  void check() {
    if (engine.find(Call.get("/containers/" + container + "/json")).isEmpty()) {
      throw new Lost(engine.host(), containerName(scope));
    }
    if (!clock.instant().plus(engineAhead).isBefore(until)) {
      // We slept through our lease, but nobody took the lock: renewing it is enough, and fails if
      // somebody takes it right now.
      renew();
    }
  }

  /** Gives the lock back. */
  void release() {
    remove(engine, container);
  }

  /** May be asked for twice: it is one container that goes, by its id. */
  private static void remove(Engine engine, String container) {
    Patience.with("the removal of a lock", () -> removed(engine, container));
  }

  private static boolean removed(Engine engine, String container) {
    try {
      engine.send(Call.delete("/containers/" + container).query("force", true));
    } catch (EngineRejected e) {
      // 404: gone already; 409: somebody else is removing it right now.
      if (e.status() != 404 && e.status() != 409) {
        throw e;
      }
    }
    return true;
  }

  /** Less than two seconds is no difference: the engine tells whole seconds. */
  private static Duration engineAhead(Engine engine) {
    Duration ahead = engine.clockOffset();
    return ahead.abs().toSeconds() < 2 ? Duration.ZERO : ahead;
  }

  /** Somebody took the lock: nothing may be changed any more, not even undone. */
  static final class Lost extends DockerAdvancedException {
    private static final long serialVersionUID = 1;

    Lost(String host, String what) {
      super(
          "%s: the lock %s was removed or taken by somebody else, so nothing more is changed"
              .formatted(host, what));
    }
  }
}
