package io.dockeradvanced.compose.internal;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The known word a mistyped one was probably meant to be. */
final class Nearest {
  private Nearest() {}

  static @Nullable String of(String word, Collection<String> known) {
    String nearest = null;
    int least = (word.length() < 4 ? 1 : Math.max(2, word.length() / 3)) + 1;
    if (word.length() > 100) {
      return null;
    }
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
