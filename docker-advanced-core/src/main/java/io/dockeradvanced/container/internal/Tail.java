package io.dockeradvanced.container.internal;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The last of what a command prints, for a message; not more, whoever prints. */
final class Tail extends OutputStream {
  private static final int MOST_BYTES = 4096;
  private static final int MOST_LINES = 20;
  private static final int SHORTEST_SECRET = 4;

  private final byte[] ring = new byte[MOST_BYTES];
  private long count;

  @Override
  public synchronized void write(int b) {
    ring[(int) (count++ % MOST_BYTES)] = (byte) b;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  /** Whole lines, without what a terminal would obey. */
  synchronized String text() {
    boolean cut = count > MOST_BYTES;
    byte[] last = Arrays.copyOf(ring, (int) Math.min(count, MOST_BYTES));
    for (int i = 0; cut && i < MOST_BYTES; i++) {
      last[i] = ring[(int) ((count + i) % MOST_BYTES)];
    }
    List<String> lines =
        new String(last, StandardCharsets.UTF_8)
            .lines()
            .skip(cut ? 1 : 0)
            .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
            .toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()))
        .strip();
  }

  /** The text with dots in place of these values, and of each of their lines. */
  static String without(String text, Collection<String> values) {
    List<String> secrets =
        values.stream()
            .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
            .map(value -> value.replaceAll("\\p{Cntrl}", " ").strip()) // as the text is by now
            .filter(value -> value.length() >= SHORTEST_SECRET)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    String without = text;
    for (String secret : secrets) {
      without = without.replace(secret, "…");
    }
    return without;
  }
}
