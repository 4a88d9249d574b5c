package io.dockeradvanced.compose.internal;

import org.jspecify.annotations.Nullable;

/**
 * Relative paths of a Compose file, put below its directory. That of the project is absolute; that
 * of an included file is relative to the file that includes it, whose own pass does the rest.
 */
final class HostPaths {
  private final @Nullable String directory;
  private final @Nullable String home;
  private final boolean real;
  private final Findings findings;

  HostPaths(@Nullable String directory, @Nullable String home, boolean real, Findings findings) {
    this.real = real;
    this.directory = directory;
    this.home = home;
    this.findings = findings;
  }

  String absolute(String path, Mark mark) {
    String expanded = path;
    if (path.startsWith("~")) {
      if (home == null) {
        findings.warn(mark, "HOME is not set, so ~ stays as it is.");
      } else {
        expanded = Cleaner.clean(home + "/" + path.substring(1));
      }
    }
    if (expanded.startsWith("/") || windows(expanded)) {
      return expanded;
    }
    if (directory == null) {
      findings.error(
          mark,
          "The path "
              + path
              + " is relative, but the stack has no directory; make it absolute or set the working"
              + " directory.");
      return expanded;
    }
    return Cleaner.join(directory, expanded);
  }

  /** A path that an engine is told, which it cannot be of what lies in a bundle. */
  String mounted(String path, Mark mark) {
    String absolute = absolute(path, mark);
    boolean relative = !path.startsWith("/") && !path.startsWith("~") && !windows(path);
    if (relative && !real && directory != null && directory.startsWith("/")) {
      findings.error(
          mark,
          "The path "
              + path
              + " is relative, but what lies in a bundle cannot be mounted; make it absolute or set"
              + " the working directory.");
    }
    return absolute;
  }

  private static boolean windows(String path) {
    return path.startsWith("\\\\") || path.matches("[a-zA-Z]:[\\\\/].*");
  }
}
