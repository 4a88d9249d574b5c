package io.dockeradvanced.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something is so. */
public final class Waiting {
  private Waiting() {}

  /** Answers whether it became so within the limit. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }

  /**
   * As {@link #until}, for tests.
   *
   * @throws AssertionError when it does not become so
   */
  public static void assertSoon(String what, Duration limit, BooleanSupplier condition) {
    if (!until(limit, condition)) {
      throw new AssertionError("not within " + limit + ": " + what);
    }
  }
}
