package io.dockeradvanced.internal.tar;

import java.nio.charset.StandardCharsets;

/** Looks whether what was seen ends as a tar archive does: with two blocks of zeros. */
public final class TarEnd {
  private static final int LENGTH = 1024;
  private static final int MOST_WORDS = 300;

  private final byte[] last = new byte[LENGTH];
  private long seen;

  /** The next bytes of it. */
  public void take(byte[] bytes, int count) {
    take(bytes, 0, count);
  }

  /** As the other one, of a part of an array. */
  public void take(byte[] bytes, int offset, int count) {
    int kept = Math.min(count, LENGTH);
    System.arraycopy(last, kept, last, 0, LENGTH - kept);
    System.arraycopy(bytes, offset + count - kept, last, LENGTH - kept, kept);
    seen += count;
  }

  /** Whether it was seen to its end. */
  public boolean isSeen() {
    for (byte b : last) {
      if (b != 0) {
        return false;
      }
    }
    return seen >= LENGTH;
  }

  /** The last words of an engine that broke off; a few of them, without control characters. */
  public String words() {
    String text = new String(last, StandardCharsets.ISO_8859_1);
    int json = text.lastIndexOf("{\"");
    String words = json < 0 ? "" : text.substring(json).replaceAll("[^\\x20-\\x7e]", " ").strip();
    return words.isEmpty()
        ? "it has no end; look at the log of the engine"
        : words.substring(0, Math.min(words.length(), MOST_WORDS));
  }
}
