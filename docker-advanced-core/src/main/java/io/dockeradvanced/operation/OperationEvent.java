package io.dockeradvanced.operation;

import java.time.Instant;

/**
 * Something that happened to an operation.
 *
 * <p>Events of one operation come one after the other. Every {@link StepStarted} is followed by one
 * {@link StepDone} or {@link StepFailed} of that step, unless the process ends; the last event is
 * {@link Finished}, and its progress is 1 when everything was done.
 */
public sealed interface OperationEvent {
  /** The id of the operation. */
  String operation();

  /** How much of the plan is done, from 0 to 1; never goes back, stands while undoing. */
  double progress();

  /** The operation holds its lock and begins, or goes on after a crash. */
  record Started(String operation, double progress, String title, int steps, boolean resumed)
      implements OperationEvent {}

  record StepStarted(String operation, double progress, Step step) implements OperationEvent {}

  /** A step says how far it is. */
  record StepProgress(String operation, double progress, Step step, double fraction, String message)
      implements OperationEvent {}

  /** A step waits for something and is asked again at {@code until}. */
  record StepWaiting(String operation, double progress, Step step, Instant until, String reason)
      implements OperationEvent {}

  record StepDone(String operation, double progress, Step step) implements OperationEvent {}

  record StepFailed(String operation, double progress, Step step, String reason)
      implements OperationEvent {}

  /** Somebody has to decide; see {@link Operations#decide}. */
  record Paused(String operation, double progress, Step step, String decision, String question)
      implements OperationEvent {}

  record Warned(String operation, double progress, String message) implements OperationEvent {}

  /** Everything is in place; what comes now only tidies up and is not undone any more. */
  record Committed(String operation, double progress) implements OperationEvent {}

  record Undoing(String operation, double progress, String reason) implements OperationEvent {}

  record StepUndone(String operation, double progress, Step step) implements OperationEvent {}

  record UndoFailed(String operation, double progress, Step step, String reason)
      implements OperationEvent {}

  /** The last event of a listener that was in time. */
  record Finished(String operation, double progress, Outcome outcome, String message)
      implements OperationEvent {}

  /** The listener was too slow and missed this many events. */
  record Gap(String operation, double progress, long missed) implements OperationEvent {}
}
