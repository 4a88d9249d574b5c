package io.dockeradvanced.compose.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The entries of a tar archive: ustar, with the long names of GNU tar and of pax. */
final class TarEntries {
  private static final int BLOCK = 512;
  private static final int LARGEST_EXTRA = 8 << 20;

  private final InputStream tar;
  private final Bundle bundle;
  private long extra;
  private @Nullable String longName;
  private @Nullable String longTarget;
  private @Nullable Long longSize;

  TarEntries(InputStream tar, Bundle bundle) {
    this.tar = tar;
    this.bundle = bundle;
  }

  void read() throws IOException {
    byte[] header = tar.readNBytes(BLOCK);
    if (header.length < BLOCK) {
      throw new IOException("it is cut short");
    }
    while (header.length == BLOCK && !isEmpty(header)) {
      bundle.entry();
      check(header);
      entry(header);
      header = tar.readNBytes(BLOCK);
    }
    if (header.length > 0 && header.length < BLOCK) {
      throw new IOException("it is cut short");
    }
  }

  private static boolean isEmpty(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void check(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException("a header in it is broken");
    }
  }

  private void entry(byte[] header) throws IOException {
    char type = (char) (header[156] & 0xff);
    long size = longSize == null ? number(header, 124, 12) : longSize;
    switch (type) {
      case 'x' -> pax(extra(size));
      case 'g' -> extra(size);
      case 'L' -> longName = untilZero(extra(size));
      case 'K' -> longTarget = untilZero(extra(size));
      default -> {
        object(type, name(header), target(header), size);
        longName = null;
        longTarget = null;
        longSize = null;
      }
    }
  }

  private void object(char type, String name, String target, long size) throws IOException {
    switch (type) {
      case '0', '\0', '7' -> {
        if (size > bundle.room()) {
          throw bundle.tooLarge();
        }
        byte[] bytes = content(size);
        if (name.endsWith("/")) {
          bundle.directory(name);
        } else {
          bundle.file(name, bytes);
        }
      }
      case '1' -> bundle.hardLink(name, target);
      case '2' -> bundle.link(name, target);
      case '5' -> bundle.directory(name);
      case '3', '4', '6' -> throw bundle.invalid("The bundle has a device or pipe in it.");
      default -> throw new IOException("it has entries of an unknown kind");
    }
  }

  private String name(byte[] header) {
    if (longName != null) {
      return longName;
    }
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 6).equals("ustar");
    String prefix = ustar && header[262] == 0 ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private String target(byte[] header) {
    return longTarget == null ? text(header, 157, 100) : longTarget;
  }

  /** Each record is its own length, a space, a name, an equals sign, a value and a line break. */
  private void pax(byte[] records) throws IOException {
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] >= '0' && records[space] <= '9') {
        space++;
      }
      String length = new String(records, at, space - at, StandardCharsets.US_ASCII);
      int end = length.matches("[1-9][0-9]{0,6}") ? at + Integer.parseInt(length) : -1;
      if (end <= space + 1 || end > records.length) {
        throw new IOException("a header in it is broken");
      }
      String record = new String(records, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 0) {
        throw new IOException("a header in it is broken");
      }
      String value = record.substring(equals + 1);
      switch (record.substring(0, equals)) {
        case "path" -> longName = value;
        case "linkpath" -> longTarget = value;
        case "size" -> longSize = size(value);
        default -> {}
      }
      at = end;
    }
  }

  private static Long size(String text) throws IOException {
    if (!text.matches("[0-9]{1,15}")) {
      throw new IOException("a header in it is broken");
    }
    return Long.valueOf(text);
  }

  private byte[] extra(long size) throws IOException {
    extra += size;
    if (extra > LARGEST_EXTRA) {
      throw new IOException("its headers have more than 8 MiB");
    }
    return content(size);
  }

  private byte[] content(long size) throws IOException {
    byte[] bytes = tar.readNBytes((int) size);
    int padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
    if (bytes.length < size || tar.readNBytes(padding).length < padding) {
      throw new IOException("it is cut short");
    }
    return bytes;
  }

  private static String untilZero(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  private static String text(byte[] bytes, int start, int most) {
    int end = start;
    while (end < start + most && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static long number(byte[] header, int start, int size) throws IOException {
    String digits = text(header, start, size).strip();
    if (!digits.matches("[0-7]{0,12}")) {
      throw new IOException("a header in it is broken");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }
}
