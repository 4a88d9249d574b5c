package io.dockeradvanced.internal.http;

import io.dockeradvanced.Config;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that a server stands still - frozen, or cut off without a word - which ends no
 * connection: when bytes are waited for and none comes on any connection of the host, it is asked
 * for a sign of life, and where a second ping gets none either, all that waits ends.
 *
 * <p>Silence alone says nothing: a container stops slowly, a stream of events is idle. Any byte
 * that had to be waited for is a sign of life. Two pings, since the first may be one that passed
 * its deadline while this very process was stopped. Nothing is asked while nothing is waited for.
 *
 * <p>A server whose connections have ended, and one that was never heard of, may be starting:
 * dockerd takes connections long before it answers. It gets as long as a short call.
 */
public final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private static final HttpRequest PING = HttpRequest.of("GET", "/_ping");
  private static final int MAX_BODY = 1 << 20;

  /** How often is looked in one {@link #interval}. */
  private static final int LOOKS = 5;

  /** It sleeps after so many looks at which nothing was waited for. */
  private static final int QUIET = 10 * LOOKS;

  /** What came at once may have lain here since before the silence. */
  private static final long WAITED = TimeUnit.MILLISECONDS.toNanos(1);

  /** What a ping tells. */
  private enum Sign {
    LIFE,
    NONE,
    /** It could not be asked: refused while it restarts, a limit of SSH, a name without address. */
    UNKNOWN
  }

  /**
   * How long nothing may be heard, and how long each of the two pings is given; zero when nothing
   * is to be looked for.
   */
  private final long interval;

  /** What a server gets that may be starting. */
  private final long starting;

  private final Owner owner;
  private final AtomicBoolean asking = new AtomicBoolean();

  /** Whether it looks, or need not. */
  private final AtomicBoolean awake = new AtomicBoolean();

  /** When something was heard last, in terms of {@link System#nanoTime}. */
  private volatile long heard = System.nanoTime();

  private volatile long asked = heard;

  /** Whether it has answered, and ended no connection since. */
  private volatile boolean known;

  private volatile boolean still;

  public Heartbeat(Config config, Owner owner) {
    this.interval = config.heartbeat().toNanos();
    this.starting = Math.max(config.callTimeout().toNanos(), interval);
    this.owner = owner;
    awake.set(interval == 0);
  }

  /** Bytes came or went, after so many nanoseconds. */
  void moved(long now, long waited, boolean came) {
    // The kernel takes a small request at once, even when its writer is kept off the processor.
    if (waited >= (came ? WAITED : interval / LOOKS)) {
      heard = now;
    }
    if (came && !known) {
      known = true;
    }
    if (came && still) {
      still = false;
    }
  }

  /** The other side has ended a connection, or refused one. */
  void ended() {
    known = false;
    still = false;
  }

  /** What takes longer for a connection stands still; in nanoseconds. */
  long longestConnect() {
    return interval == 0 || !known ? Long.MAX_VALUE : still ? interval : 4 * interval;
  }

  /** Something is waited for on one of them. */
  void waiting(HostConnections connections) {
    if (!awake.get() && awake.compareAndSet(false, true)) {
      next(connections, 0);
    }
  }

  private void next(HostConnections connections, int quiet) {
    try {
      owner
          .scheduler()
          .schedule(() -> look(connections, quiet), interval / LOOKS, TimeUnit.NANOSECONDS);
    } catch (IllegalStateException | RejectedExecutionException e) {
      // The owner is being closed, and ends what waits.
      awake.set(false);
    } catch (Error e) {
      awake.set(false);
      throw e;
    }
  }

  private void look(HostConnections connections, int quiet) {
    if (connections.closed()) {
      return;
    }
    long now = System.nanoTime();
    long longest = connections.longestWait(now);
    try {
      if (Math.min(Math.min(longest, now - heard), now - asked) >= patience()
          && asking.compareAndSet(false, true)) {
        ask(connections);
      }
    } finally {
      if (longest != 0 || quiet < QUIET || stays(connections)) {
        next(connections, longest == 0 ? quiet + 1 : 0);
      }
    }
  }

  private long patience() {
    // What is known to stand still need not be silent for long.
    return !known ? starting : still ? interval / LOOKS : interval;
  }

  /** Whether it must not sleep: who began to wait before that was said has not woken it. */
  private boolean stays(HostConnections connections) {
    awake.set(false);
    return connections.longestWait(System.nanoTime()) != 0 && awake.compareAndSet(false, true);
  }

  private void ask(HostConnections connections) {
    boolean begun = false;
    try {
      owner
          .executor()
          .execute(
              () -> {
                try {
                  judge(connections);
                } finally {
                  asked = System.nanoTime();
                  asking.set(false);
                }
              });
      begun = true;
    } catch (IllegalStateException | RejectedExecutionException e) {
      // The owner is being closed, and ends what waits.
    } finally {
      if (!begun) {
        asking.set(false);
      }
    }
  }

  private void judge(HostConnections connections) {
    long began = System.nanoTime();
    for (int pings = still ? 1 : 2; pings > 0; pings--) {
      long until = System.nanoTime() + interval;
      Sign sign = ping(connections, until);
      if (sign == Sign.LIFE) {
        heard = System.nanoTime();
      }
      if (sign != Sign.NONE || heard - began >= 0) {
        return;
      }
      // A network that is unreachable says so at once, and may be back in a moment.
      while (until - System.nanoTime() > 0) {
        LockSupport.parkNanos(this, until - System.nanoTime());
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }
    if (!still) {
      LOG.warn("{}: stands still: it does not even answer a ping", connections);
    }
    still = true;
    connections.standStill(began);
  }

  private Sign ping(HostConnections connections, long deadline) {
    @Nullable HttpConnection connection = null;
    boolean own = false;
    try {
      connection = connections.borrowAtOnce(deadline);
      own = connection == null;
      if (connection == null) {
        connection = connections.open(deadline);
      }
      connection.arm(deadline);
      connection.exchange(PING).readAll(MAX_BODY);
      return Sign.LIFE;
    } catch (IOException e) {
      LOG.debug("{}: a ping of its heartbeat got no answer", connections, e);
      if (connection != null) {
        return connection.timedOut() ? Sign.NONE : Sign.LIFE;
      }
      return e instanceof ConnectFailed failed && failed.isSilence() ? Sign.NONE : Sign.UNKNOWN;
    } finally {
      if (connection != null && own) {
        connections.release(connection);
      } else if (connection != null) {
        connections.giveBack(connection);
      }
    }
  }
}
