package io.dockeradvanced.compose.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Relative paths of a Compose file, put below its directory. That of the project is absolute; that
 * of an included file is relative to the file that includes it, whose own pass does the rest.
 */
final class HostPaths {
  private final @Nullable String directory;
  private final @Nullable String home;
  private final boolean real;
  private final boolean linksFollowed;
  private final Findings findings;

  /**
   * @param real whether an engine knows the paths
   * @param linksFollowed whether this machine is where the paths are
   */
  HostPaths(
      @Nullable String directory,
      @Nullable String home,
      boolean real,
      boolean linksFollowed,
      Findings findings) {
    this.directory = directory;
    this.home = home;
    this.real = real;
    this.linksFollowed = linksFollowed;
    this.findings = findings;
  }

  /** A text as an absolute path; what is no text stays. */
  Node absolute(Node node) {
    return node instanceof Scalar scalar && scalar.value() instanceof String path
        ? new Scalar(absolute(path, node.mark()), node.mark())
        : node;
  }

  /** The path of a client, to whom a path of Windows is a name like any other. */
  String local(String path, Mark mark) {
    return absolute(path, mark, false);
  }

  String absolute(String path, Mark mark) {
    return absolute(path, mark, true);
  }

  private String absolute(String path, Mark mark, boolean windows) {
    String expanded = path;
    if (path.startsWith("~")) {
      if (home == null) {
        findings.warn(mark, "HOME is not set, so ~ stays as it is.");
      } else {
        expanded = Cleaner.clean(home + "/" + path.substring(1));
      }
    }
    if (expanded.startsWith("/") || windows && windows(expanded)) {
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

  /**
   * An absolute path of which the first symbolic link is followed, as Compose follows it for what
   * it watches.
   */
  String resolved(String path, Mark mark) {
    String absolute = local(path, mark);
    if (!linksFollowed || !absolute.startsWith("/")) {
      return absolute;
    }
    if (absolute.indexOf('\0') >= 0) {
      findings.error(mark, "The path has a name in it that no file can have.");
      return absolute;
    }
    Path at = Path.of("/");
    for (String part : absolute.split("/")) {
      at = at.resolve(part);
      if (Files.isSymbolicLink(at)) {
        try {
          return absolute.replaceFirst(
              Pattern.quote(at.toString()), Matcher.quoteReplacement(at.toRealPath().toString()));
        } catch (NoSuchFileException e) {
          findings.error(mark, "The link " + at + " leads nowhere.");
        } catch (IOException e) {
          findings.error(
              mark,
              "The link " + at + " cannot be followed: " + Bundle.reason(e.getMessage()) + ".");
        }
      }
    }
    return absolute;
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
