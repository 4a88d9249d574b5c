package io.dockeradvanced.internal;

import io.dockeradvanced.Handle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener on another thread, so that a slow or throwing one delays nobody. What it has no
 * time for is dropped, the oldest first; the end of what there was to say it gets in any case.
 * Thread-safe.
 */
public final class Told<T> implements Consumer<T>, Handle {
  private static final Logger LOG = LoggerFactory.getLogger(Told.class);
  private static final int MOST = 1024;
  private static final long LAST_WORDS_SECONDS = 2;

  private final Consumer<? super T> listener;
  private final Executor executor;
  private final @Nullable BiFunction<Long, T, T> gap;
  private final Deque<T> waiting = new ArrayDeque<>(); // guarded by itself
  private final CountDownLatch done = new CountDownLatch(1);
  private long missed; // guarded by waiting
  private boolean running; // guarded by waiting
  private boolean closing; // guarded by waiting
  private boolean closed; // guarded by waiting
  private boolean threw;

  /** Tells this listener by this executor. */
  public Told(Consumer<? super T> listener, Executor executor) {
    this(listener, executor, null);
  }

  /**
   * As the other one.
   *
   * @param gap makes what tells of a number that was dropped before something; null for nothing
   */
  public Told(
      Consumer<? super T> listener, Executor executor, @Nullable BiFunction<Long, T, T> gap) {
    this.listener = listener;
    this.executor = executor;
    this.gap = gap;
  }

  @Override
  public void accept(T said) {
    synchronized (waiting) {
      if (closed) {
        return;
      }
      if (waiting.size() == MOST) {
        waiting.poll();
        missed++;
      }
      waiting.add(said);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::tell);
    } catch (RejectedExecutionException | IllegalStateException e) {
      // The owner is closed, and its threads with it.
      discard();
    }
  }

  private void tell() {
    T next;
    while ((next = next()) != null) {
      try {
        listener.accept(next);
      } catch (Throwable e) {
        if (!threw) {
          threw = true;
          LOG.warn("a listener failed; told once", e);
        }
      }
      // An interrupt that the listener left behind must not reach the next task of this thread.
      Thread.interrupted();
    }
  }

  private @Nullable T next() {
    synchronized (waiting) {
      T next = closed ? null : waiting.peek();
      if (next == null) {
        running = false;
        if (closing) {
          done.countDown();
        }
        return null;
      }
      if (missed > 0 && gap != null) {
        T told = gap.apply(missed, next);
        missed = 0;
        return told;
      }
      return waiting.poll();
    }
  }

  /** Waits a moment until all was told. */
  @Override
  public void close() {
    synchronized (waiting) {
      closing = true;
      if (!running) {
        return;
      }
    }
    try {
      done.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells nothing any more, not even what waits. */
  public void discard() {
    synchronized (waiting) {
      closed = true;
      waiting.clear();
      running = false;
      done.countDown();
    }
  }
}
