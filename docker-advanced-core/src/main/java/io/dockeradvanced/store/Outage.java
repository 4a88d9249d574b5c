package io.dockeradvanced.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Decides whether to try again what a database refused, and waits before it. For one thread and one
 * thing to do.
 *
 * <p>An interrupt is kept back meanwhile and handed on at the end: it would close the connection
 * under a virtual thread, and a write that has begun is better ended than left unknown.
 */
final class Outage implements AutoCloseable {
  private static final int COLLISIONS = 50;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final Database database;
  private final BooleanSupplier known;
  private final Away away;
  private final long began = System.nanoTime();
  private long failedFirst;
  private boolean interrupted = Thread.interrupted();
  private int tries;
  private int collisions;

  /**
   * @param known whether this database was reached before - by this very try, too -; one that never
   *     was is more likely named wrongly than away
   * @param away shared by all who do the same kind of thing with it
   */
  Outage(Database database, BooleanSupplier known, Away away) {
    this.database = database;
    this.known = known;
    this.away = away;
  }

  /** Waits a moment and answers true when it makes sense to try again. */
  boolean again(SQLException failure) {
    interrupted |= Thread.interrupted();
    Database.Fault fault = database.fault(failure);
    if (fault == Database.Fault.LASTING || fault == Database.Fault.COLLISION) {
      away.isOver(); // it has answered
    }
    return switch (fault) {
      case LASTING -> false;
      case AWAY -> known.getAsBoolean() && wait(database.patience());
      case STARTING -> wait(database.patience());
      case COLLISION -> collisions++ < COLLISIONS && pause(FIRST_PAUSE);
    };
  }

  private boolean wait(Duration patience) {
    long now = System.nanoTime();
    failedFirst = tries == 0 ? now : failedFirst;
    // For others it may come back again and again, and never for this.
    return now - failedFirst < patience.toNanos()
        && away.isBearable(patience, began)
        && pause(Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(tries++, 10)));
  }

  /** Half of it by chance, so that those who failed together do not come back together. */
  private boolean pause(long nanos) {
    LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    interrupted |= Thread.interrupted();
    return true;
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
