package io.dockeradvanced.internal;

import io.dockeradvanced.Config;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The threads of an owner and what is closed with it; everything made on first use. */
public final class OwnerParts implements Owner {
  private final Config config;
  private final Watchdog watchdog = new Watchdog();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Class<?>, Object> singletons = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> closers = new ArrayDeque<>();
  private @Nullable ThreadPoolExecutor executor;
  private @Nullable ScheduledThreadPoolExecutor scheduler;
  private boolean closing;
  private volatile boolean closed;

  public OwnerParts(Config config) {
    this.config = config;
  }

  @Override
  public ExecutorService executor() {
    lock.lock();
    try {
      checkOpen();
      if (executor == null) {
        // One thread per task that runs; an idle one waits a little for the next.
        ThreadFactory threads =
            config.part(ThreadFactory.class).orElseGet(() -> Threads.workers("docker-advanced"));
        executor =
            new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
      }
      return executor;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ScheduledExecutorService scheduler() {
    lock.lock();
    try {
      checkOpen();
      if (scheduler == null) {
        scheduler = new ScheduledThreadPoolExecutor(1, Threads.daemons("docker-advanced-timer"));
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      }
      return scheduler;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Watchdog watchdog() {
    return watchdog;
  }

  @Override
  public void onClose(AutoCloseable part) {
    lock.lock();
    try {
      if (!closing) {
        closers.push(part);
        return;
      }
    } finally {
      lock.unlock();
    }
    closeQuietly(part);
  }

  @Override
  public <T> T singleton(Class<T> type, Supplier<T> make) {
    checkOpen();
    // Not computeIfAbsent: making one part may ask for another.
    Object there = singletons.get(type);
    if (there == null) {
      lock.lock();
      try {
        there = singletons.get(type);
        if (there == null) {
          there = make.get();
          singletons.put(type, there);
        }
      } finally {
        lock.unlock();
      }
    }
    return type.cast(there);
  }

  @Override
  public void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this DockerAdvanced is closed");
    }
  }

  /** Closes what was registered; answers false when somebody else did or does so. */
  public boolean beginClose() {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      closing = true;
    } finally {
      lock.unlock();
    }
    for (AutoCloseable part = nextCloser(); part != null; part = nextCloser()) {
      closeQuietly(part);
    }
    return true;
  }

  private @Nullable AutoCloseable nextCloser() {
    lock.lock();
    try {
      return closers.poll();
    } finally {
      lock.unlock();
    }
  }

  /** From here on nothing new is opened. */
  public void endOpening() {
    closed = true;
  }

  /** Ends the threads; nothing of the owner works afterwards. */
  public void endClose() {
    lock.lock();
    try {
      closed = true;
      if (scheduler != null) {
        scheduler.shutdownNow();
      }
      if (executor != null) {
        executor.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
    watchdog.close();
  }

  /** One part that fails to close must not keep the others open. */
  public static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LoggerFactory.getLogger(OwnerParts.class).warn("closing {} failed", part, e);
    }
  }
}
