package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.internal.engine.Reconcile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what a broken connection or an engine that restarts did not let happen: after 0.25 s,
 * 0.5 s, … 4 s. For what may be done twice and has to be done in the end: undoing, tidying up,
 * giving the lock back. Thread-safe.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int TRIES = 6;

  private final Map<String, Integer> tried = new HashMap<>(); // guarded by this

  /**
   * Counts a failure, and answers how long to wait before the next try.
   *
   * @throws DockerAdvancedException the failure, when there is no next one
   */
  Duration after(String what, DockerAdvancedException failure) {
    int count;
    synchronized (this) {
      // One that waited for its deadline has had most of its patience.
      boolean waited = failure instanceof TimedOut || Reconcile.standsStill(failure);
      count = tried.merge(what, waited ? TRIES / 2 : 1, Integer::sum);
    }
    if (!failure.retryable() || count >= TRIES) {
      throw failure;
    }
    return Duration.ofMillis(250L << Math.min(count - 1, 4));
  }

  /** Does it on this thread, as often as it takes; an interrupt ends it. */
  static <T> T with(String what, Supplier<T> work) {
    Patience patience = new Patience();
    while (true) {
      try {
        return work.get();
      } catch (DockerAdvancedException e) {
        Duration pause = patience.after(what, e);
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.debug("{} is tried again in {}: {}", what, pause, e.getMessage());
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }
}
