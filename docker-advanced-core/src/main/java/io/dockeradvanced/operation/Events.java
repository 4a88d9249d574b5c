package io.dockeradvanced.operation;

import io.dockeradvanced.Handle;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one operation, in one order for all listeners, with a progress that never goes
 * back. Thread-safe.
 */
final class Events {
  private final Collection<StepState> steps;
  private final double totalWeight;
  private final Listeners listeners;
  private double reached;
  private boolean standing;
  private @Nullable OperationEvent finished;

  Events(Collection<StepState> steps, Executor executor) {
    this.steps = steps;
    this.totalWeight = Math.max(1, steps.stream().mapToInt(state -> state.step.weight()).sum());
    this.listeners = new Listeners(executor);
  }

  synchronized double progress() {
    if (!standing) {
      // Weights are whole numbers, so the sum is exact when every step is done.
      double done = steps.stream().mapToDouble(s -> s.step.weight() * s.fraction).sum();
      reached = Math.max(reached, Math.min(1, done / totalWeight));
    }
    return reached;
  }

  /** The progress stays where it is: what comes now undoes. */
  synchronized void stand() {
    progress();
    standing = true;
  }

  /** Tells it, with the progress of this moment. Nothing is told after the end. */
  synchronized void tell(DoubleFunction<OperationEvent> event) {
    if (finished != null) {
      return;
    }
    OperationEvent told = event.apply(progress());
    if (told instanceof OperationEvent.Finished) {
      finished = told;
    }
    listeners.tell(told);
  }

  /** Who comes too late hears of the end. */
  synchronized Handle add(Consumer<OperationEvent> listener) {
    return listeners.add(listener, finished);
  }
}
