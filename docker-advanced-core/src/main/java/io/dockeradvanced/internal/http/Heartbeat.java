package io.dockeradvanced.internal.http;

import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that a server stands still - frozen, or cut off without a word - which ends no
 * connection: when bytes are waited for and none comes on any connection of the host, it is asked
 * for a sign of life, and where a second ping gets none either, all that waits ends.
 *
 * <p>Silence alone says nothing: a container stops slowly, a stream of events is idle. Any byte
 * counts as a sign of life, and so does a refusal - that server has ended, and so have its
 * connections. Two pings, since the first may be one that passed its deadline while this very
 * process was stopped. Nothing is asked while nothing is waited for.
 */
public final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private static final HttpRequest PING = HttpRequest.of("GET", "/_ping");
  private static final int MAX_BODY = 1 << 20;

  /** How often is looked in one {@link #interval}. */
  private static final int LOOKS = 5;

  /** It sleeps after so many looks at which nothing was waited for. */
  private static final int QUIET = 10 * LOOKS;

  private final long interval;
  private final Owner owner;
  private final AtomicBoolean asking = new AtomicBoolean();

  /** Whether it looks, or need not. */
  private final AtomicBoolean awake = new AtomicBoolean();

  /** When a byte came last, in terms of {@link System#nanoTime}. */
  private volatile long heard = System.nanoTime();

  private volatile boolean still;

  /**
   * @param interval how long nothing may be heard, and how long each of the two pings is given;
   *     zero when nothing is to be looked for
   */
  public Heartbeat(Duration interval, Owner owner) {
    this.interval = interval.toNanos();
    this.owner = owner;
    awake.set(interval.isZero());
  }

  /** A byte came. */
  void heard(long nanos) {
    heard = nanos;
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
    }
  }

  private void look(HostConnections connections, int quiet) {
    if (connections.closed()) {
      return;
    }
    long now = System.nanoTime();
    long longest = connections.longestWait(now);
    // What is known to stand still need not be silent for long.
    long patience = still ? interval / LOOKS : interval;
    if (Math.min(longest, now - heard) >= patience && asking.compareAndSet(false, true)) {
      ask(connections);
    }
    if (longest == 0 && quiet >= QUIET) {
      awake.set(false);
      // Whoever began to wait before that was said has not woken it.
      if (connections.longestWait(System.nanoTime()) == 0 || !awake.compareAndSet(false, true)) {
        return;
      }
    }
    next(connections, longest == 0 ? quiet + 1 : 0);
  }

  private void ask(HostConnections connections) {
    try {
      owner
          .executor()
          .execute(
              () -> {
                try {
                  judge(connections);
                } finally {
                  asking.set(false);
                }
              });
    } catch (IllegalStateException | RejectedExecutionException e) {
      asking.set(false);
    }
  }

  private void judge(HostConnections connections) {
    long began = System.nanoTime();
    for (int pings = still ? 1 : 2; pings > 0; pings--) {
      if (!silent(connections) || heard - began >= 0) {
        still = false;
        heard = System.nanoTime();
        return;
      }
    }
    if (!still) {
      LOG.warn("{}: stands still: it does not even answer a ping", connections);
    }
    still = true;
    connections.standStill(began);
  }

  /** Whether a ping got no answer at all in its time. */
  private boolean silent(HostConnections connections) {
    long deadline = System.nanoTime() + interval;
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
      return false;
    } catch (IOException e) {
      return connection == null
          ? e instanceof ConnectFailed failed && failed.unanswered()
          : connection.timedOut();
    } finally {
      if (connection != null && own) {
        connections.release(connection);
      } else if (connection != null) {
        connections.giveBack(connection);
      }
    }
  }
}
