package io.dockeradvanced.container.internal;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last of what a command prints, for a message; not more, whoever prints. */
final class Tail extends OutputStream {
  private static final int MOST_BYTES = 4096;
  static final int MOST_LINES = 20;
  private static final int SHORTEST_SECRET = 4;
  private static final String CUT = "…";

  /** One more than is shown: it tells whether the first line is a whole one. */
  private final byte[] ring = new byte[MOST_BYTES + 1];

  private long count;

  @Override
  public synchronized void write(int b) {
    ring[(int) (count++ % ring.length)] = (byte) b;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  /**
   * The last lines, without what a terminal would obey and without these values; a line that is too
   * long begins with dots.
   */
  synchronized String text(Collection<String> hidden) {
    boolean cut = count > MOST_BYTES;
    byte[] last = Arrays.copyOf(ring, (int) Math.min(count, ring.length));
    for (int i = 0; cut && i < last.length; i++) {
      last[i] = ring[(int) ((count + i) % last.length)];
    }
    List<String> secrets = secrets(hidden);
    int from = cut ? beginning(last) : 0;
    boolean partial = cut && last[from - 1] != '\n';
    List<String> lines =
        new String(last, from, last.length - from, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}", " "))
            .collect(Collectors.toCollection(ArrayList::new));
    if (partial && !lines.isEmpty()) {
      lines.set(0, CUT + withoutEnd(lines.get(0), secrets));
    }
    lines.replaceAll(String::stripTrailing);
    List<String> shown = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    return replaced(String.join("\n", shown).strip(), secrets);
  }

  /** Where the first character begins that is there as a whole, after the first byte. */
  private static int beginning(byte[] bytes) {
    int from = 1;
    while (from < bytes.length && (bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    return from;
  }

  /** Without the end of a value whose beginning was cut off. */
  private static String withoutEnd(String line, List<String> secrets) {
    int most = 0;
    for (String secret : secrets) {
      for (int from = 1; from < secret.length() - most; from++) {
        if (line.startsWith(secret.substring(from))) {
          most = secret.length() - from;
        }
      }
    }
    return line.substring(most);
  }

  /** The text with dots in place of these values, and of each of their lines. */
  static String without(String text, Collection<String> values) {
    return replaced(text, secrets(values));
  }

  private static String replaced(String text, List<String> secrets) {
    String without = text;
    for (String secret : secrets) {
      without = without.replace(secret, "…");
    }
    return without;
  }

  /** These and each of their lines, as they stand in a text that is shown. */
  private static List<String> secrets(Collection<String> values) {
    return values.stream()
        .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
        .map(value -> value.replaceAll("\\p{Cntrl}", " ").strip())
        .filter(value -> value.length() >= SHORTEST_SECRET)
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed())
        .toList();
  }
}
