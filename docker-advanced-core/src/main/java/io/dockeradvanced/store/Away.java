package io.dockeradvanced.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Since when a database cannot be used, as all who try have seen. Patience with it is had once, not
 * by each of them anew: what has to be said of a database that stays away is said soon.
 */
final class Away {
  private final LongSupplier nanoTime;
  private volatile boolean away;
  private long since; // guarded by this
  private long last; // guarded by this

  Away() {
    this(System::nanoTime);
  }

  Away(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether to go on trying; told of each attempt that found it away.
   *
   * @param began when the caller tried first, by {@link System#nanoTime()}
   */
  synchronized boolean isBearable(Duration patience, long began) {
    long now = nanoTime.getAsLong();
    // Before the caller, nobody tried for so long that it may have been back meanwhile.
    if (!away || began - last > patience.toNanos()) {
      away = true;
      since = now;
    }
    last = now;
    return now - since < patience.toNanos();
  }

  /** An attempt found it there. */
  void isOver() {
    if (away) {
      away = false;
    }
  }
}
