package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;

/** Where files lie, seen from each other; all in texts with slashes, as in Compose. */
final class Places {
  private Places() {}

  /** The directory of a file. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : Cleaner.clean(slash == 0 ? "/" : path.substring(0, slash));
  }

  /**
   * The directory that is named, or that of the file that is named, seen from the base. As in
   * Compose, a directory that does not exist is taken for a file.
   */
  static String directory(SourceFiles files, String base, String path) {
    String place = Cleaner.join(base, path);
    if (!files.isDirectory(place)) {
      place = Cleaner.join(base, parent(path));
    }
    return relative(base, place);
  }

  /** The way from one absolute directory to another. */
  static String relative(String from, String to) {
    List<String> start = parts(from);
    List<String> end = parts(to);
    int same = 0;
    while (same < Math.min(start.size(), end.size()) && start.get(same).equals(end.get(same))) {
      same++;
    }
    List<String> way = new ArrayList<>();
    start.subList(same, start.size()).forEach(ignored -> way.add(".."));
    way.addAll(end.subList(same, end.size()));
    return way.isEmpty() ? "." : String.join("/", way);
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : Cleaner.clean(path).split("/")) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }
}
