package io.dockeradvanced.image.internal;

import io.dockeradvanced.Handle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener on another thread, so that a slow or throwing one delays nobody. What it has no
 * time for is dropped, the oldest first; the end of what there was to say it gets in any case.
 */
public final class Told<T> implements Consumer<T>, Handle {
  private static final int MOST = 1024;
  private static final long LAST_WORDS_SECONDS = 2;

  private final Consumer<? super T> listener;
  private final Executor executor;
  private final Deque<T> waiting = new ArrayDeque<>(); // guarded by itself
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean running; // guarded by waiting
  private boolean closed; // guarded by waiting
  private boolean threw;

  /** Tells this listener by this executor. */
  public Told(Consumer<? super T> listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  @Override
  public void accept(T said) {
    synchronized (waiting) {
      if (waiting.size() == MOST) {
        waiting.poll();
      }
      waiting.add(said);
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::tell);
  }

  private void tell() {
    while (true) {
      T next;
      synchronized (waiting) {
        next = waiting.poll();
        if (next == null) {
          running = false;
          if (closed) {
            done.countDown();
          }
          return;
        }
      }
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        if (!threw) {
          threw = true;
          LoggerFactory.getLogger(Told.class).warn("a listener failed; told once", e);
        }
      }
    }
  }

  /** Waits a moment until all was told. */
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
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
}
