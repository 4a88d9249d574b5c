package io.dockeradvanced.operation;

import io.dockeradvanced.Handle;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners, each with a bounded queue of its own, so that a slow or throwing one
 * delays nobody.
 */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int QUEUE = 1024;

  private final Executor executor;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  Listeners(Executor executor) {
    this.executor = executor;
  }

  /**
   * @param first told to this listener alone, or null
   */
  Handle add(Consumer<OperationEvent> consumer, @Nullable OperationEvent first) {
    Listener listener = new Listener(consumer);
    listeners.add(listener);
    if (first != null) {
      listener.offer(first);
    }
    return () -> {
      listeners.remove(listener);
      listener.close();
    };
  }

  void tell(OperationEvent event) {
    for (Listener listener : listeners) {
      listener.offer(event);
    }
  }

  private final class Listener {
    private final Consumer<OperationEvent> consumer;
    private final ArrayDeque<OperationEvent> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean closed;
    private long missed;

    Listener(Consumer<OperationEvent> consumer) {
      this.consumer = consumer;
    }

    void offer(OperationEvent event) {
      synchronized (this) {
        if (closed) {
          return;
        }
        // The end is never dropped: who waits for it must hear it.
        if (queue.size() >= QUEUE && !(event instanceof OperationEvent.Finished)) {
          missed++;
          return;
        }
        if (missed > 0) {
          queue.add(new OperationEvent.Gap(event.operation(), event.progress(), missed));
          missed = 0;
        }
        queue.add(event);
        if (busy) {
          return;
        }
        busy = true;
      }
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException | IllegalStateException e) {
        // The owner is closed, and its threads with it.
        close();
      }
    }

    private void drain() {
      while (true) {
        OperationEvent event;
        synchronized (this) {
          event = closed ? null : queue.poll();
          if (event == null) {
            busy = false;
            return;
          }
        }
        try {
          consumer.accept(event);
        } catch (Throwable e) {
          LOG.warn("a listener of operation {} threw", event.operation(), e);
        }
        // An interrupt that the listener left behind must not reach the next task of this thread.
        Thread.interrupted();
      }
    }

    synchronized void close() {
      closed = true;
      queue.clear();
    }
  }
}
