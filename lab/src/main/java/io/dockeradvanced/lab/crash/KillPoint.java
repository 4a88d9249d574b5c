package io.dockeradvanced.lab.crash;

/**
 * A moment in the life of a process: before or after one of its writes.
 *
 * @param write from 1; 0 for a moment that never comes
 */
record KillPoint(int write, boolean after) {
  static final KillPoint NEVER = new KillPoint(0, false);

  /** The points in their order: before the first write, after it, before the second, … */
  static KillPoint number(int index) {
    return new KillPoint(index / 2 + 1, index % 2 == 1);
  }

  @Override
  public String toString() {
    return "%s write %d".formatted(after ? "after" : "before", write);
  }
}
