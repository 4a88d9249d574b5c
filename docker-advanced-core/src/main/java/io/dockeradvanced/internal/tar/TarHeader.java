package io.dockeradvanced.internal.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The blocks before the content of an entry: a ustar header, and before it an extended one for what
 * does not fit there.
 */
final class TarHeader {
  static final int BLOCK = 512;
  private static final int MAX_NAME = 100;
  private static final int MAX_PREFIX = 155;
  private static final long MAX_LONG = 0x1FFFFFFFFL;
  private static final long MAX_ID = 07777777;

  private TarHeader() {}

  static byte[] of(TarEntry entry) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Map<String, String> extra = new TreeMap<>();
    byte[] name = bytes(entry.name());
    byte[] link = bytes(entry.link());
    int split = split(name);
    if (split < 0 || !ascii(name)) {
      extra.put("path", entry.name());
    }
    if (link.length > MAX_NAME || !ascii(link)) {
      extra.put("linkpath", entry.link());
    }
    number(extra, "size", size(entry), MAX_LONG);
    number(extra, "uid", entry.user(), MAX_ID);
    number(extra, "gid", entry.group(), MAX_ID);
    if (!extra.isEmpty()) {
      byte[] records = records(extra);
      TarEntry extended = TarEntry.file("PaxHeaders.0", records, 0, 0);
      all.writeBytes(block(extended, bytes(extended.name()), 0, 'x', new byte[0]));
      all.writeBytes(records);
      all.writeBytes(new byte[padding(records.length)]);
    }
    all.writeBytes(block(entry, name, Math.max(0, split), entry.type(), link));
    return all.toByteArray();
  }

  /** How many bytes of nothing follow a content of this length. */
  static int padding(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private static long size(TarEntry entry) {
    return entry.isFile() ? entry.size() : 0;
  }

  private static void number(Map<String, String> extra, String key, long value, long most) {
    if (value > most) {
      extra.put(key, Long.toString(value));
    }
  }

  /** Where a name is cut into prefix and name: 0 for not at all, -1 when it fits neither way. */
  private static int split(byte[] name) {
    if (name.length <= MAX_NAME) {
      return 0;
    }
    for (int i = Math.min(name.length - 2, MAX_PREFIX); i > 0; i--) {
      if (name[i] == '/' && name.length - i - 1 <= MAX_NAME) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] records(Map<String, String> extra) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    extra.forEach(
        (key, value) -> {
          byte[] tail = bytes(" " + key + "=" + value + "\n");
          int length = tail.length + 1;
          while (Integer.toString(length).length() + tail.length != length) {
            length = Integer.toString(length).length() + tail.length;
          }
          all.writeBytes(bytes(Integer.toString(length)));
          all.writeBytes(tail);
        });
    return all.toByteArray();
  }

  private static byte[] block(TarEntry entry, byte[] name, int split, char type, byte[] link) {
    byte[] block = new byte[BLOCK];
    int begin = split == 0 ? 0 : split + 1;
    System.arraycopy(name, begin, block, 0, Math.min(MAX_NAME, name.length - begin));
    octal(block, 100, 8, entry.mode());
    octal(block, 108, 8, Math.min(entry.user(), MAX_ID));
    octal(block, 116, 8, Math.min(entry.group(), MAX_ID));
    octal(block, 124, 12, Math.min(size(entry), MAX_LONG));
    octal(block, 136, 12, Math.min(Math.max(0, entry.modified()), MAX_LONG));
    block[156] = (byte) type;
    System.arraycopy(link, 0, block, 157, Math.min(MAX_NAME, link.length));
    System.arraycopy(bytes("ustar\00000"), 0, block, 257, 8);
    octal(block, 329, 8, 0);
    octal(block, 337, 8, 0);
    System.arraycopy(name, 0, block, 345, split);
    System.arraycopy(bytes("%06o\0 ".formatted(sum(block))), 0, block, 148, 8);
    return block;
  }

  /** The sum of a block as if its own field were blank. */
  static int sum(byte[] block) {
    byte[] summed = block.clone();
    Arrays.fill(summed, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : summed) {
      sum += b & 0xff;
    }
    return sum;
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    byte[] digits = bytes(("%0" + (length - 1) + "o").formatted(value));
    System.arraycopy(digits, 0, block, offset, length - 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean ascii(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
