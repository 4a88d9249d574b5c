package io.dockeradvanced.compose.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Relative paths of a Compose file, made absolute below the project's directory. */
final class HostPaths {
  private final @Nullable Path directory;
  private final @Nullable String home;
  private final Findings findings;

  HostPaths(@Nullable Path directory, @Nullable String home, Findings findings) {
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
    return Cleaner.join(directory.toString(), expanded);
  }

  private static boolean windows(String path) {
    return path.startsWith("\\\\") || path.matches("[a-zA-Z]:[\\\\/].*");
  }
}
