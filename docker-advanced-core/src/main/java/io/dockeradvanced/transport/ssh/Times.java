package io.dockeradvanced.transport.ssh;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as SSH configurations write them: {@code 30}, {@code 1m30s}, {@code 2h}. */
final class Times {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})([sSmMhHdDwW]?)");

  private Times() {}

  /** Seconds; -1 when the text is not a time. */
  static long seconds(String text) {
    Matcher m = PART.matcher(text);
    long total = 0;
    int end = 0;
    while (m.lookingAt()) {
      total += Long.parseLong(m.group(1)) * unit(m.group(2));
      end = m.end();
      m.region(end, text.length());
    }
    return end == 0 || end != text.length() || total > Integer.MAX_VALUE ? -1 : total;
  }

  private static long unit(String letter) {
    return switch (letter) {
      case "m", "M" -> 60;
      case "h", "H" -> 3600;
      case "d", "D" -> 86_400;
      case "w", "W" -> 604_800;
      default -> 1;
    };
  }
}
