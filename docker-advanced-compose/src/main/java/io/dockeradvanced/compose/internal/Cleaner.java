package io.dockeradvanced.compose.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/** Slash-separated paths without {@code .}, {@code ..} and doubled slashes. */
public final class Cleaner {
  private Cleaner() {}

  public static String clean(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals("..") || !rooted) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /** The path below the directory, unless it is absolute already. */
  public static String join(String directory, String path) {
    return clean(path.startsWith("/") ? path : directory + "/" + path);
  }
}
