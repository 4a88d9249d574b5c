package io.dockeradvanced.stack;

/**
 * How a stack is taken down. Immutable.
 *
 * @param volumes whether named and anonymous volumes are removed with their data
 */
public record DownOptions(boolean volumes) {
  /** Volumes stay. */
  public static DownOptions defaults() {
    return new DownOptions(false);
  }

  public DownOptions volumes(boolean remove) {
    return new DownOptions(remove);
  }
}
