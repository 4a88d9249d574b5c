package io.dockeradvanced.compose.internal;

import org.jspecify.annotations.Nullable;

/**
 * A range of releases of Docker Compose.
 *
 * @param from the first one, or null for all before the end
 * @param until the first one after the range, or null where it has no end
 */
record Releases(@Nullable Release from, @Nullable Release until) {
  static final Releases ALL = new Releases(null, null);

  static Releases from(String release) {
    return new Releases(Release.of(release), null);
  }

  static Releases until(String release) {
    return new Releases(null, Release.of(release));
  }

  static Releases between(String from, String until) {
    return new Releases(Release.of(from), Release.of(until));
  }

  boolean has(Release release) {
    return (from == null || release.compareTo(from) >= 0)
        && (until == null || release.compareTo(until) < 0);
  }

  /** For tables. */
  @Override
  public String toString() {
    String start = from == null ? "" : "from " + from;
    String end = until == null ? "" : "before " + until;
    return (start + " " + end).strip();
  }
}
