package io.dockeradvanced.internal;

import io.dockeradvanced.Handle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action when a deadline passes; one thread for all of them.
 *
 * <p>Needed because a blocked read of a {@code SocketChannel} knows no timeout: the only way to end
 * it is to close the channel from elsewhere. Arming and disarming happen around every call to an
 * engine, so they are two volatile writes; in exchange a deadline may be noticed up to 50 ms late.
 * The thread starts with the first deadline and sleeps while there is none.
 */
public final class Watchdog implements Handle {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LINGER_TICKS = 20;

  private static final class Due {
    private final long nanos;

    Due(long nanos) {
      this.nanos = nanos;
    }
  }

  private static final Due FIRED = new Due(Long.MIN_VALUE);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile boolean sleeping;
  private volatile boolean closed;

  /** A deadline that can be set again and again, by one thread at a time, until it passes once. */
  public final class Watch implements Handle {

    private final Runnable onDeadline;
    private final LongUnaryOperator later;
    // The deadline while armed, null while not, FIRED for ever once it has passed. One variable, so
    // that compare-and-set decides the race between the end of a call and its deadline.
    private final AtomicReference<@Nullable Due> due = new AtomicReference<>();

    private Watch(Runnable onDeadline, LongUnaryOperator later) {
      this.onDeadline = onDeadline;
      this.later = later;
    }

    /**
     * Begins to watch; does nothing once a deadline has passed.
     *
     * @param deadline in terms of {@link System#nanoTime}
     */
    public void arm(long deadline) {
      if (due.compareAndSet(null, new Due(deadline))) {
        wake();
      }
    }

    /** Lets the deadline go; answers false when it has passed and the action ran. */
    public boolean disarm() {
      Due deadline = due.get();
      while (deadline != null && deadline != FIRED) {
        if (due.compareAndSet(deadline, null)) {
          return true;
        }
        deadline = due.get();
      }
      return deadline == null;
    }

    /** Whether the deadline passed while it was armed. */
    public boolean fired() {
      return due.get() == FIRED;
    }

    @Override
    public void close() {
      disarm();
      watches.remove(this);
    }

    private boolean check(long now) {
      Due deadline = due.get();
      if (deadline == null || deadline == FIRED) {
        return false;
      }
      if (deadline.nanos - now > 0) {
        return true;
      }
      long nanos = later.applyAsLong(deadline.nanos);
      if (nanos - now > 0) {
        due.compareAndSet(deadline, new Due(nanos));
      } else if (due.compareAndSet(deadline, FIRED)) {
        onDeadline.run();
      }
      return true;
    }
  }

  /** A new deadline, not armed; {@code onDeadline} must be short and must not throw. */
  public Watch watch(Runnable onDeadline) {
    return watch(onDeadline, deadline -> deadline);
  }

  /**
   * As the other one.
   *
   * @param later given a deadline that has passed, says which one counts by now
   */
  public Watch watch(Runnable onDeadline, LongUnaryOperator later) {
    Watch watch = new Watch(onDeadline, later);
    watches.add(watch);
    return watch;
  }

  private void wake() {
    Thread running = thread.get();
    if (running == null) {
      if (closed) {
        return;
      }
      Thread fresh = new Thread(this::run, "docker-advanced-watchdog");
      fresh.setDaemon(true);
      if (thread.compareAndSet(null, fresh)) {
        fresh.start();
      }
    } else if (sleeping) {
      LockSupport.unpark(running);
    }
  }

  private void run() {
    long quiet = 0;
    while (!closed) {
      if (tick()) {
        quiet = 0;
      } else {
        quiet++;
      }
      if (quiet < LINGER_TICKS) {
        LockSupport.parkNanos(this, TICK);
      } else {
        sleeping = true;
        // Looked at once more after the flag is up: whoever armed before saw no flag and sent no
        // wake-up.
        if (!tick() && !closed) {
          LockSupport.park(this);
        }
        sleeping = false;
        quiet = 0;
      }
    }
  }

  private boolean tick() {
    long now = System.nanoTime();
    boolean armed = false;
    for (Watch watch : watches) {
      armed |= watch.check(now);
    }
    return armed;
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread.get();
    if (running != null) {
      LockSupport.unpark(running);
    }
  }
}
