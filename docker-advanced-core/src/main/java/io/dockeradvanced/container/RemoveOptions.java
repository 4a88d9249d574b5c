package io.dockeradvanced.container;

/**
 * How a container is removed. Immutable.
 *
 * @param force kill it first if it runs
 * @param volumes remove its anonymous volumes too, with what is in them
 */
public record RemoveOptions(boolean force, boolean volumes) {
  /** Only a container that does not run; its volumes stay. */
  public static RemoveOptions defaults() {
    return new RemoveOptions(false, false);
  }

  public RemoveOptions force(boolean kill) {
    return new RemoveOptions(kill, volumes);
  }

  public RemoveOptions volumes(boolean remove) {
    return new RemoveOptions(force, remove);
  }
}
