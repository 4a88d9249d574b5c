package io.dockeradvanced.transport.ssh;

import java.util.Locale;

/** Patterns of SSH: {@code *} and {@code ?}, and lists of them with negation. */
final class Patterns {
  private Patterns() {}

  /** Whether the whole text fits; takes time in the product of the lengths at most. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Whether one of the patterns, parted by commas, fits, and none that begins with {@code !}. */
  static boolean inList(String list, String text) {
    boolean found = false;
    for (String item : list.split(",", -1)) {
      if (item.startsWith("!")) {
        if (matches(item.substring(1), text)) {
          return false;
        }
      } else {
        found |= matches(item, text);
      }
    }
    return found;
  }

  /** As {@link #inList}, for names of hosts, which are the same in upper and lower case. */
  static boolean hostInList(String list, String host) {
    return inList(list.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
  }
}
