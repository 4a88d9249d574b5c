package io.dockeradvanced.lab.crash;

/**
 * A moment in the life of a process: before or after one of its writes.
 *
 * @param write from 1; 0 for a moment that never comes
 * @param micros how long it goes on afterwards; {@link #FREEZES} when it does not go on at all
 */
record KillPoint(int write, boolean after, int micros) {
  static final int FREEZES = -1;
  static final KillPoint NEVER = new KillPoint(0, false);

  KillPoint(int write, boolean after) {
    this(write, after, FREEZES);
  }

  boolean freezes() {
    return micros == FREEZES;
  }

  /** The points in their order: before the first write, after it, before the second, … */
  static KillPoint number(int index) {
    return new KillPoint(index / 2 + 1, index % 2 == 1);
  }

  @Override
  public String toString() {
    String when = "%s write %d".formatted(after ? "after" : "before", write);
    return freezes() ? when : "%d us %s".formatted(micros, when);
  }
}
