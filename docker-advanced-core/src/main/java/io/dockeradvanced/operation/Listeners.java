package io.dockeradvanced.operation;

import io.dockeradvanced.Handle;
import io.dockeradvanced.internal.Told;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands events to listeners, each of which is told of what it was too slow for. */
final class Listeners {
  private final Executor executor;
  private final List<Told<OperationEvent>> listeners = new CopyOnWriteArrayList<>();

  Listeners(Executor executor) {
    this.executor = executor;
  }

  /**
   * @param first told to this listener alone, or null
   */
  Handle add(Consumer<OperationEvent> consumer, @Nullable OperationEvent first) {
    Told<OperationEvent> listener = new Told<>(consumer, executor, Listeners::gap);
    listeners.add(listener);
    if (first != null) {
      listener.accept(first);
    }
    return () -> {
      listeners.remove(listener);
      listener.discard();
    };
  }

  private static OperationEvent gap(long missed, OperationEvent next) {
    return new OperationEvent.Gap(next.operation(), next.progress(), missed);
  }

  void tell(OperationEvent event) {
    for (Told<OperationEvent> listener : listeners) {
      listener.accept(event);
    }
  }
}
