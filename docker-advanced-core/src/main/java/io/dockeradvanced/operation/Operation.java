package io.dockeradvanced.operation;

import io.dockeradvanced.Handle;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A plan that is being carried out, or was. Thread-safe.
 *
 * @param <R> what it answers
 */
public interface Operation<R> {
  /** The name under which every process with the same store finds it. */
  String id();

  PlanData plan();

  Outcome outcome();

  /** How much is done, from 0 to 1. */
  double progress();

  /**
   * Tells {@code listener} what happens from now on, on a thread of its own and in order. A slow
   * listener delays nobody: it is told by {@link OperationEvent.Gap} what it missed. What it throws
   * is logged.
   */
  Handle listen(Consumer<OperationEvent> listener);

  /**
   * Asks it to stop and to undo what it did; returns at once. Does nothing after the commit, nor
   * when it has paused; {@link Operations#cancel} reaches it there too.
   */
  void cancel();

  /**
   * Waits for the end. An interrupt cancels the operation, waits for the undo, and throws {@link
   * io.dockeradvanced.Cancelled} with the thread's interrupt flag set.
   *
   * @throws OperationFailed when it did not reach its end; its outcome says how things stand
   */
  R await();

  /**
   * As {@link #await()}, but gives up waiting after a while; the operation goes on.
   *
   * @throws io.dockeradvanced.TimedOut when it has not ended by then
   */
  R await(Duration limit);
}
