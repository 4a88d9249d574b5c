package io.dockeradvanced.internal.tar;

import io.dockeradvanced.internal.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive entry by entry: ustar, with what pax and GNU add to it. Whoever made it may be
 * hostile, so that what is kept in memory has bounds.
 */
public final class TarReader {
  private static final int BLOCK = TarHeader.BLOCK;

  /** Of all headers that one entry may have besides its own, and of all that are for the rest. */
  private static final int LARGEST_EXTRA = 1 << 20;

  private static final Set<String> KNOWN = Set.of("path", "linkpath", "size", "uid", "gid");

  private final InputStream tar;
  private long left;
  private int padding;
  private long extras;
  private long globals;

  /** Reads this, and closes it never. */
  public TarReader(InputStream tar) {
    this.tar = tar;
  }

  /**
   * The next entry; null at the end. Its content is what {@link TarEntry#content} opens, until the
   * next entry is asked for.
   *
   * @throws IOException when it is no archive, or one that was cut
   */
  public @Nullable TarEntry next() throws IOException {
    skipRest();
    extras = 0;
    Map<String, String> extra = new HashMap<>();
    while (true) {
      byte[] header = tar.readNBytes(BLOCK);
      if (header.length < BLOCK) {
        throw cut();
      }
      if (isEmpty(header)) {
        return null;
      }
      if (TarHeader.sum(header) != number(header, 148, 8)) {
        throw broken();
      }
      char type = (char) (header[156] & 0xff);
      long size = number(header, 124, 12);
      switch (type) {
        case 'x' -> records(extra(size), extra);
        case 'g' -> {
          globals = bounded(globals, size, "headers for all that follows");
          extra(size);
        }
        case 'L' -> extra.put("path", text(extra(size), 0, (int) size));
        case 'K' -> extra.put("linkpath", text(extra(size), 0, (int) size));
        default -> {
          return entry(header, type, size, extra);
        }
      }
    }
  }

  private TarEntry entry(byte[] header, char type, long headerSize, Map<String, String> extra)
      throws IOException {
    String name = extra.getOrDefault("path", name(header));
    boolean file = type == '0' || type == 0 || type == '7';
    char known = !file ? type : name.endsWith("/") ? TarEntry.DIRECTORY : TarEntry.FILE;
    long size = extra.containsKey("size") ? decimal(extra.get("size")) : headerSize;
    left = size;
    padding = TarHeader.padding(size);
    return new TarEntry(
        name,
        known,
        (int) number(header, 100, 8) & 07777,
        extra.containsKey("uid") ? decimal(extra.get("uid")) : number(header, 108, 8),
        extra.containsKey("gid") ? decimal(extra.get("gid")) : number(header, 116, 8),
        number(header, 136, 12),
        known == TarEntry.FILE ? size : 0,
        extra.getOrDefault("linkpath", text(header, 157, 100)),
        Content::new);
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 6).equals("ustar") && header[262] == 0;
    String prefix = ustar ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** What is left of the current entry. */
  private final class Content extends BlockInput {
    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int n = tar.read(into, offset, (int) Math.min(count, left));
      if (n < 0) {
        throw cut();
      }
      left -= n;
      return n;
    }
  }

  private void skipRest() throws IOException {
    skip(left + padding);
    left = 0;
    padding = 0;
  }

  private void skip(long count) throws IOException {
    try {
      tar.skipNBytes(count);
    } catch (EOFException e) {
      throw cut();
    }
  }

  private byte[] extra(long size) throws IOException {
    extras = bounded(extras, size, "headers of one entry");
    byte[] bytes = tar.readNBytes((int) size);
    if (bytes.length < size) {
      throw cut();
    }
    skip(TarHeader.padding(size));
    return bytes;
  }

  /** Headers of no length count, too: there is no end of them otherwise. */
  private static long bounded(long before, long size, String what) throws IOException {
    if (size > LARGEST_EXTRA || before + BLOCK + size > LARGEST_EXTRA + BLOCK) {
      throw new IOException(
          "the archive has %s of more than 1 MiB together; look at who made it".formatted(what));
    }
    return before + BLOCK + size;
  }

  /** Each record is its own length, a space, a name, an equals sign, a value and a line break. */
  private static void records(byte[] records, Map<String, String> into) throws IOException {
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] >= '0' && records[space] <= '9') {
        space++;
      }
      String length = new String(records, at, space - at, StandardCharsets.US_ASCII);
      int end = length.matches("[1-9][0-9]{0,6}") ? at + Integer.parseInt(length) : -1;
      if (end <= space + 1 || end > records.length) {
        throw broken();
      }
      String record = new String(records, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 0) {
        throw broken();
      }
      String key = record.substring(0, equals);
      if (KNOWN.contains(key)) {
        into.put(key, record.substring(equals + 1));
      }
      at = end;
    }
  }

  private static long decimal(@Nullable String text) throws IOException {
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw broken();
    }
    return Long.parseLong(text);
  }

  /** In octal, or with the highest bit set in plain bytes. */
  private static long number(byte[] header, int start, int length) throws IOException {
    if ((header[start] & 0x80) != 0) {
      long value = header[start] & 0x3f;
      for (int i = start + 1; i < start + length; i++) {
        if (value >> 48 != 0) {
          throw broken();
        }
        value = value << 8 | header[i] & 0xff;
      }
      if ((header[start] & 0x40) != 0) {
        throw broken(); // negative
      }
      return value;
    }
    String digits = text(header, start, length).strip();
    if (!digits.matches("[0-7]{0,12}")) {
      throw broken();
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] bytes, int start, int most) {
    int end = start;
    while (end < start + most && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static boolean isEmpty(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static IOException cut() {
    return new IOException("the archive is cut short");
  }

  private static IOException broken() {
    return new IOException("the archive has a header that is broken");
  }
}
