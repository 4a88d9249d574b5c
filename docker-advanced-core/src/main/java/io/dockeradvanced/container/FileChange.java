package io.dockeradvanced.container;

/**
 * A file that differs from the container's image.
 *
 * @param path absolute, in the container
 */
public record FileChange(Kind kind, String path) {
  /** How it differs. */
  public enum Kind {
    MODIFIED,
    ADDED,
    DELETED
  }
}
