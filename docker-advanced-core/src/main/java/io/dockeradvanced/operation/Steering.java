package io.dockeradvanced.operation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is to go: on, back, or nowhere; and the drive that has to stop for it. Any thread may
 * steer; the thread of the {@link Course} follows.
 */
final class Steering {
  /** How long what runs may go on by itself after a cancel. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** As {@link #PATIENCE}, when this process has to let go of the operation. */
  private static final Duration HURRY = Duration.ofSeconds(1);

  /** What becomes of the wish to cancel. */
  enum Cancel {
    /** The run turns back. */
    TAKEN,
    /** It turned back before. */
    UNDOING,
    /** It is past its commit, and goes on. */
    COMMITTED,
    /** It comes to an end because it waits for a decision; a later run may be cancelled. */
    PAUSING
  }

  private boolean committing; // guarded by this
  private boolean pausing; // guarded by this
  private volatile @Nullable UndoCause cancelled;
  private volatile boolean suspended;
  private volatile boolean failing;
  private volatile boolean undoing;
  private volatile @Nullable RuntimeException halted;
  private volatile @Nullable Throwable firstFailure;
  private volatile String firstReason = "unknown";
  private volatile @Nullable Drive drive;

  Steering(boolean committed) {
    committing = committed;
  }

  /** Undo it, unless it is too late for that. */
  Cancel cancel(UndoCause why) {
    synchronized (this) {
      if (undoing) {
        return Cancel.UNDOING;
      }
      if (committing) {
        return Cancel.COMMITTED;
      }
      if (pausing) {
        return Cancel.PAUSING;
      }
      if (cancelled == null) {
        cancelled = why;
      }
    }
    stopDrive(PATIENCE);
    return Cancel.TAKEN;
  }

  /** Leave it as it stands. */
  void suspend() {
    suspended = true;
    stopDrive(HURRY);
  }

  /** Nothing may be changed any more, not even undone. */
  void halt(RuntimeException why) {
    halted = why;
    stopDrive(HURRY);
  }

  /** A step failed: the others need not go on. */
  void failed(Throwable problem, String reason) {
    failing = true;
    if (firstFailure == null) {
      firstFailure = problem;
      firstReason = reason;
    }
    if (problem instanceof EngineLock.Lost lost) {
      halt(lost);
    }
  }

  /** From here on nothing is undone; false when somebody cancelled before. */
  synchronized boolean beginCommit() {
    committing = cancelled == null;
    return committing;
  }

  /** From here on it is too late to cancel this run; false when somebody did before. */
  synchronized boolean beginPause() {
    pausing = cancelled == null;
    return pausing;
  }

  synchronized void beginUndo() {
    undoing = true;
  }

  /** Whether what runs should come to an end. */
  boolean stopping() {
    return suspended || halted != null || (!undoing && (cancelled != null || failing));
  }

  /** Drives, unless there is a reason to stop already. */
  Drive.End drive(Drive next, List<String> nodes, Map<String, List<String>> after) {
    drive = next;
    try {
      if (stopping()) {
        next.stop(Duration.ZERO);
      }
      return next.run(nodes, after);
    } finally {
      drive = null;
    }
  }

  /** The step was answered and may be asked again. */
  void answered(String step) {
    Drive current = drive;
    if (current != null) {
      current.answered(step);
    }
  }

  private void stopDrive(Duration patience) {
    Drive current = drive;
    if (current != null && stopping()) {
      current.stop(patience);
    }
  }

  boolean suspended() {
    return suspended;
  }

  boolean cancelled() {
    return cancelled != null;
  }

  /** Why it is undone, if it is because somebody cancelled it. */
  UndoCause cancelCause() {
    UndoCause cause = cancelled;
    return cause == null ? UndoCause.cancelledHere() : cause;
  }

  boolean undoing() {
    return undoing;
  }

  @Nullable RuntimeException halted() {
    return halted;
  }

  @Nullable Throwable firstFailure() {
    return firstFailure;
  }

  /** Why the first one failed, in words. */
  String firstReason() {
    return firstReason;
  }
}
