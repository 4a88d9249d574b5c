package io.dockeradvanced.container;

/**
 * How files are copied into a container or out of it. Immutable.
 *
 * @param followLink whether what a link leads to is copied, where the source itself is one
 * @param containerOwner whether what goes into a container belongs to the user it runs as, and not
 *     to the ids that the files have here
 */
public record CopyOptions(boolean followLink, boolean containerOwner) {
  /** A link is copied as one, and files keep the numbers of their owners. */
  public static CopyOptions defaults() {
    return new CopyOptions(false, false);
  }

  public CopyOptions followLink(boolean follow) {
    return new CopyOptions(follow, containerOwner);
  }

  public CopyOptions containerOwner(boolean own) {
    return new CopyOptions(followLink, own);
  }
}
