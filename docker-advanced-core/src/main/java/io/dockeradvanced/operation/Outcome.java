package io.dockeradvanced.operation;

/** How an operation stands. */
public enum Outcome {
  /** Running, or waiting for its next turn. */
  RUNNING(false),
  /** Standing until somebody decides. */
  PAUSED(false),
  /** Undoing what it did. */
  UNDOING(false),
  /** Its process went away or closed; recover finishes or undoes it. */
  INTERRUPTED(false),
  /** Everything is done. */
  DONE(true),
  /** It failed or was cancelled, and everything was undone. */
  ROLLED_BACK(true),
  /**
   * It failed, and not everything could be undone; the journal names what is left. Recover tries
   * again.
   */
  UNDO_FAILED(false);

  private final boolean end;

  Outcome(boolean end) {
    this.end = end;
  }

  /** Whether nothing is left to do. */
  public boolean isEnd() {
    return end;
  }
}
