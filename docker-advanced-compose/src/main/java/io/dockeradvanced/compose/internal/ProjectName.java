package io.dockeradvanced.compose.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names of projects: Compose's rule, and a length that leaves room for what is made of it. */
public final class ProjectName {
  /**
   * Locks, networks and volumes are called after the project; the engine keeps a volume in a folder
   * of its name, which ends at 255 bytes.
   */
  private static final int LONGEST = 128;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private ProjectName() {}

  /** Why nothing can be called so, in one sentence; empty when it can. */
  public static String problem(String name) {
    if (name.length() > LONGEST) {
      return "A name of %d characters cannot name a stack: use at most %d."
          .formatted(name.length(), LONGEST);
    }
    if (!NAME.matcher(name).matches()) {
      return "\"%s\" cannot name a stack: use lower-case letters, digits, - and _, and begin with a letter or digit."
          .formatted(name.replaceAll("\\p{Cntrl}", "?"));
    }
    return "";
  }

  /** What Compose makes of a text that is no name yet; empty when nothing is left. */
  static String normalized(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceAll("^[_-]+", "");
  }
}
