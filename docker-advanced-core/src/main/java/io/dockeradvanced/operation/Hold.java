package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.Lease;
import io.dockeradvanced.store.StoreConflict;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run holds: the lease in the store, without which it cannot write its journal, and the lock
 * on the engine, without which it begins no step. Keeps both alive. Thread-safe.
 */
final class Hold {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final OperationsCore core;
  private final String operation;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile Lease lease;
  private volatile @Nullable EngineLock lock;
  private volatile Runnable left = () -> {};
  private volatile @Nullable ScheduledFuture<?> timer;

  Hold(OperationsCore core, String operation, Lease lease) {
    this.core = core;
    this.operation = operation;
    this.lease = lease;
  }

  /**
   * Begins to renew, three times within each lease.
   *
   * @param lost told when somebody else has taken one of them
   */
  void keep(Consumer<RuntimeException> lost) {
    long third = core.leaseTtl().toMillis() / 3;
    timer =
        core.scheduler()
            .scheduleWithFixedDelay(
                () -> core.executor().execute(() -> renew(lost)),
                third,
                third,
                TimeUnit.MILLISECONDS);
  }

  /** Takes the lock on the engine. */
  void lock(DockerHost host, String scope, String holder) {
    LeftLocks locks = new LeftLocks(core.store(), core.clock());
    left = () -> locks.remember(host, scope, operation, core.leaseTtl());
    try {
      lock =
          EngineLock.acquire(
              Engine.of(host),
              core.clock(),
              core.leaseTtl(),
              scope,
              operation,
              holder,
              new Records(core.store())::hasEnded);
    } catch (UnreachableHost | TimedOut e) {
      left.run(); // it may have been made
      throw e;
    }
  }

  /**
   * Looks whether the lock is still ours.
   *
   * @throws EngineLock.Lost when it is not
   */
  void check() {
    EngineLock held = lock;
    if (held == null) {
      throw new IllegalStateException("operation " + operation + " holds no lock");
    }
    held.check();
  }

  /** A batch that is refused unless the lease is ours. */
  Batch batch() {
    return new Batch().require(lease);
  }

  /** Writes what {@link #batch} began. */
  void write(Batch batch) {
    try {
      core.store().write(batch);
    } catch (StoreConflict e) {
      // A machine that slept finds its lease ended. If nobody took it, it is still ours.
      Duration ttl = core.leaseTtl();
      lease = core.store().renew(lease, ttl).orElseThrow(() -> e);
      core.store().write(batch);
    }
  }

  private void renew(Consumer<RuntimeException> lost) {
    if (!renewing.compareAndSet(false, true)) {
      return; // the engine or the store is slow, and the last one is not back yet
    }
    try {
      renewLease();
      EngineLock held = lock;
      if (held != null) {
        held.renew();
      }
    } catch (EngineLock.Lost e) {
      if (lock != null) {
        lost.accept(e);
      }
    } catch (LeaseLost e) {
      lost.accept(e);
    } catch (RuntimeException e) {
      // The next check before a step, or the next write of the journal, stops the run if it must.
      LOG.warn("operation {} could not renew what it holds: {}", operation, e.getMessage());
    } finally {
      renewing.set(false);
    }
  }

  private void renewLease() {
    try {
      lease = core.store().renew(lease, core.leaseTtl()).orElseThrow(() -> lost());
    } catch (LeaseLost e) {
      throw e;
    } catch (RuntimeException e) {
      // The lock on the engine must not end because the store is away.
      LOG.warn("operation {} could not renew its lease: {}", operation, e.getMessage());
    }
  }

  private LeaseLost lost() {
    return new LeaseLost(operation);
  }

  /** Gives the lock back; when the engine does not answer, the next recover does. */
  void unlock() {
    EngineLock held = lock;
    if (held == null) {
      return;
    }
    lock = null;
    try {
      held.release();
    } catch (RuntimeException e) {
      LOG.warn("the lock of operation {} could not be given back: {}", operation, e.getMessage());
      left.run();
    }
  }

  /** Stops to renew, and lets another process go on with the operation. */
  void release() {
    ScheduledFuture<?> renewal = timer;
    if (renewal != null) {
      renewal.cancel(false);
    }
    try {
      core.store().release(lease);
    } catch (RuntimeException e) {
      LOG.warn(
          "the lease of operation {} could not be released; it ends by itself: {}",
          operation,
          e.getMessage());
    }
  }

  /** Another process goes on with this operation. */
  static final class LeaseLost extends DockerAdvancedException {
    private static final long serialVersionUID = 1;

    LeaseLost(String operation) {
      super("operation %s was taken over by another process".formatted(operation));
    }
  }
}
