package io.dockeradvanced.stack;

/**
 * How a stack is taken down. Immutable.
 *
 * @param volumes whether named and anonymous volumes are removed with their data
 * @param removeOrphans whether the containers of tasks go, too, also of those that run
 */
public record DownOptions(boolean volumes, boolean removeOrphans) {
  /** Volumes stay, and so do tasks. */
  public static DownOptions defaults() {
    return new DownOptions(false, false);
  }

  public DownOptions volumes(boolean remove) {
    return new DownOptions(remove, removeOrphans);
  }

  /** As {@code docker compose down --remove-orphans}, whatever state the tasks are in. */
  public DownOptions removeOrphans(boolean remove) {
    return new DownOptions(volumes, remove);
  }
}
