package io.dockeradvanced.image.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tar archive that is made while it is read: one file is open at a time, and nothing but its
 * current piece is in memory. A file that grows or shrinks meanwhile breaks the archive off.
 */
final class TarStream extends InputStream {
  private static final int BLOCK = 512;
  private static final int MAX_NAME = 100;
  private static final int MAX_PREFIX = 155;
  private static final long MAX_OCTAL = 0x1FFFFFFFFL;

  private final Iterator<ContextFile> files;
  private InputStream part = InputStream.nullInputStream();
  private @Nullable ContextFile open;
  private long left;
  private boolean ended;

  TarStream(List<ContextFile> files) {
    this.files = files.iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (true) {
      int n = content(into, offset, count);
      if (n > 0) {
        return n;
      }
      if (!next()) {
        return -1;
      }
    }
  }

  private int content(byte[] into, int offset, int count) throws IOException {
    ContextFile file = open;
    if (file == null) {
      return part.read(into, offset, count);
    }
    if (left > 0) {
      int n = part.read(into, offset, (int) Math.min(count, left));
      if (n < 0) {
        throw changed(file);
      }
      left -= n;
      return n;
    }
    if (part.read() >= 0) {
      throw changed(file);
    }
    return -1;
  }

  private static IOException changed(ContextFile file) {
    return new IOException(file.name() + " changed while it was sent; build again");
  }

  /** Goes on to the next part; false at the end. */
  private boolean next() throws IOException {
    part.close();
    ContextFile before = open;
    if (before != null) {
      open = null;
      part = padding(before.size());
      return true;
    }
    ContextFile waiting = pending;
    if (waiting != null) {
      pending = null;
      open = waiting;
      left = waiting.size();
      byte[] made = waiting.made();
      part = made == null ? file(waiting) : new ByteArrayInputStream(made);
      return true;
    }
    if (files.hasNext()) {
      ContextFile file = files.next();
      part = new ByteArrayInputStream(header(file));
      if (file.type() == '0' && file.size() > 0) {
        pending = file;
      }
      return true;
    }
    if (!ended) {
      ended = true;
      part = new ByteArrayInputStream(new byte[2 * BLOCK]);
      return true;
    }
    return false;
  }

  private @Nullable ContextFile pending;

  private static InputStream file(ContextFile file) throws IOException {
    return Files.newInputStream(java.util.Objects.requireNonNull(file.file()));
  }

  private static InputStream padding(long size) {
    int over = (int) (size % BLOCK);
    return new ByteArrayInputStream(new byte[over == 0 ? 0 : BLOCK - over]);
  }

  // ---- headers

  private static byte[] header(ContextFile file) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Map<String, String> extra = new TreeMap<>();
    byte[] name = bytes(file.name());
    byte[] link = bytes(file.link());
    int split = split(name);
    if (split < 0 || !ascii(name)) {
      extra.put("path", file.name());
    }
    if (link.length > MAX_NAME || !ascii(link)) {
      extra.put("linkpath", file.link());
    }
    long size = file.type() == '0' ? file.size() : 0;
    if (size > MAX_OCTAL) {
      extra.put("size", Long.toString(size));
    }
    if (!extra.isEmpty()) {
      byte[] records = records(extra);
      byte[] paxName = bytes("PaxHeaders.0");
      all.writeBytes(block(paxName, 0, 0, records.length, 0, 'x', new byte[0]));
      all.writeBytes(records);
      all.writeBytes(new byte[(BLOCK - records.length % BLOCK) % BLOCK]);
    }
    all.writeBytes(
        block(
            name,
            Math.max(0, split),
            file.mode(),
            Math.min(size, MAX_OCTAL),
            Math.max(0, file.modified()),
            file.type(),
            link));
    return all.toByteArray();
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

  private static byte[] block(
      byte[] name, int split, int mode, long size, long modified, char type, byte[] link) {
    byte[] block = new byte[BLOCK];
    int begin = split == 0 ? 0 : split + 1;
    System.arraycopy(name, begin, block, 0, Math.min(MAX_NAME, name.length - begin));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, Math.min(modified, MAX_OCTAL));
    block[156] = (byte) type;
    System.arraycopy(link, 0, block, 157, Math.min(MAX_NAME, link.length));
    System.arraycopy(bytes("ustar\00000"), 0, block, 257, 8);
    octal(block, 329, 8, 0);
    octal(block, 337, 8, 0);
    System.arraycopy(name, 0, block, 345, split);
    java.util.Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    byte[] check = bytes("%06o\0 ".formatted(sum));
    System.arraycopy(check, 0, block, 148, 8);
    return block;
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    byte[] digits = bytes("%0" + (length - 1) + "o", value);
    System.arraycopy(digits, 0, block, offset, length - 1);
  }

  private static byte[] bytes(String format, long value) {
    return bytes(format.formatted(value));
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

  @Override
  public void close() throws IOException {
    part.close();
  }
}
