package io.dockeradvanced.internal.http;

import io.dockeradvanced.Handle;
import io.dockeradvanced.internal.Watchdog;
import io.dockeradvanced.transport.ConnectFailed;
import io.dockeradvanced.transport.DuplexChannel;
import io.dockeradvanced.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host: a bounded pool of kept-alive ones for short calls, and beside it one
 * for each long call and stream, so that neither can starve the other.
 */
public final class HostConnections implements Handle {
  /** How many short calls run at once. */
  public static final int POOL = 8;

  private static final long MAX_IDLE = TimeUnit.SECONDS.toNanos(30);

  private final Transport transport;
  private final Watchdog watchdog;
  private final Heartbeat heartbeat;
  private final Semaphore places;
  private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger own = new AtomicInteger();

  /** How often all that waited was ended; what waits for a place belongs to it. */
  private final AtomicInteger stoodStill = new AtomicInteger();

  private volatile boolean closed;

  public HostConnections(Transport transport, Watchdog watchdog, Heartbeat heartbeat, int places) {
    this.transport = transport;
    this.watchdog = watchdog;
    this.heartbeat = heartbeat;
    this.places = new Semaphore(places, true);
  }

  /** No place in the pool came free before the deadline. */
  public static final class NoPlace extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** The host was closed. */
  public static final class Closed extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * A connection from the pool, or a new one in its bounds; waits in line for a place.
   *
   * @param certain the connection must be seen to live: a kept-alive one is checked. For requests
   *     that may not be sent twice
   */
  public HttpConnection borrow(long deadline, boolean certain)
      throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      int before = stoodStill.get();
      if (!places.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
        throw new NoPlace();
      }
      if (stoodStill.get() != before) {
        places.release();
        throw new WatchedChannel.StoodStill(null);
      }
    }
    return placed(deadline, certain);
  }

  /** As {@link #borrow}, but null when there is no place at once. */
  @Nullable HttpConnection borrowAtOnce(long deadline) throws IOException {
    return places.tryAcquire() ? placed(deadline, true) : null;
  }

  private HttpConnection placed(long deadline, boolean certain) throws IOException {
    try {
      long now = System.nanoTime();
      for (HttpConnection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
        boolean old = now - c.idleSince() >= MAX_IDLE;
        if ((certain || old) && c.stale()) {
          heartbeat.ended();
        } else if (!old) {
          return c;
        }
        discard(c);
      }
      return connect(deadline);
    } catch (IOException | RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }

  /** Ends what {@link #borrow} began. The connection is kept when it can carry another call. */
  public void giveBack(HttpConnection connection) {
    if (connection.disarm() && connection.reusable() && !closed) {
      connection.idleSince(System.nanoTime());
      idle.addFirst(connection);
      if (closed) {
        discard(connection);
      }
    } else {
      discard(connection);
    }
    places.release();
  }

  /** Drops the idle connections: one was found dead, so the others are likely dead too. */
  public void dropIdle() {
    for (HttpConnection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
      discard(c);
    }
  }

  /** A connection outside the pool, ended by {@link #release}. */
  public HttpConnection open(long deadline) throws IOException {
    HttpConnection connection = connect(deadline);
    own.incrementAndGet();
    return connection;
  }

  /** Ends a connection from {@link #open}; to be called once. */
  public void release(HttpConnection connection) {
    discard(connection);
    own.decrementAndGet();
  }

  private HttpConnection connect(long deadline) throws IOException {
    if (closed) {
      throw new Closed();
    }
    long limit = left(deadline);
    if (!transport.waitsInLine()) {
      limit = Math.min(limit, heartbeat.longestConnect());
    }
    DuplexChannel channel;
    try {
      channel = transport.open(Duration.ofNanos(limit));
    } catch (ConnectFailed e) {
      if (e.reason() == ConnectFailed.Reason.REFUSED) {
        heartbeat.ended();
      }
      throw e;
    }
    HttpConnection connection =
        new HttpConnection(
            new WatchedChannel(channel, this, heartbeat), transport.authority(), watchdog);
    open.add(connection);
    if (closed) {
      discard(connection);
      throw new Closed();
    }
    return connection;
  }

  private void discard(HttpConnection connection) {
    connection.close();
    open.remove(connection);
  }

  /** For how long one of them has waited, in nanoseconds; 0 when none does. */
  long longestWait(long now) {
    long longest = 0;
    for (HttpConnection connection : open) {
      longest = Math.max(longest, connection.waits(now));
    }
    return longest;
  }

  /** Ends those that have waited since then, those in line, and the idle connections. */
  void standStill(long since) {
    stoodStill.incrementAndGet();
    long now = System.nanoTime();
    for (HttpConnection connection : open) {
      if (connection.waits(now) >= now - since) {
        connection.standStill();
      }
    }
    dropIdle();
  }

  private static long left(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }

  /** Connections outside the pool: long calls and streams. */
  public int ownConnections() {
    return own.get();
  }

  /** Every open connection, idle ones too. */
  public int openConnections() {
    return open.size();
  }

  /** Whether the host was closed. */
  public boolean closed() {
    return closed;
  }

  @Override
  public String toString() {
    return transport.describe();
  }

  @Override
  public void close() {
    closed = true;
    idle.clear();
    open.forEach(this::discard);
  }
}
