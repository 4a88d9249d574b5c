package io.dockeradvanced.compose.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip archive, by its directory at the end. Not by {@code ZipInputStream}, which
 * does not see that an entry is a link.
 */
final class ZipEntries {
  private static final int END = 0x06054b50;
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int UNIX = 3;
  private static final int TYPE = 0xf000;
  private static final int LINK = 0xa000;
  private static final int FILE = 0x8000;
  private static final int DIRECTORY = 0x4000;

  private final ByteBuffer zip;
  private final Bundle bundle;

  ZipEntries(byte[] archive, Bundle bundle) {
    this.zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    this.bundle = bundle;
  }

  void read() throws IOException {
    int end = end();
    int count = u16(end + 10);
    long at = u32(end + 16);
    if (count == 0xffff || at == 0xffffffffL || u16(end + 8) != count) {
      throw new IOException("it is in parts, or larger than a bundle can be");
    }
    for (int i = 0; i < count; i++) {
      bundle.entry();
      at = entry(checked(at, ENTRY_SIZE));
    }
  }

  private int end() throws IOException {
    for (int at = zip.limit() - END_SIZE;
        at >= Math.max(0, zip.limit() - 0xffff - END_SIZE);
        at--) {
      if (zip.getInt(at) == END && at + END_SIZE + u16(at + 20) == zip.limit()) {
        return at;
      }
    }
    throw new IOException("it has no end");
  }

  private long entry(int at) throws IOException {
    if (zip.getInt(at) != ENTRY) {
      throw new IOException("its directory is broken");
    }
    int nameSize = u16(at + 28);
    String name = text(checked(at + (long) ENTRY_SIZE, nameSize), nameSize);
    if ((u16(at + 8) & 1) != 0) {
      throw bundle.invalid("The bundle has a password; give one without.");
    }
    boolean unix = zip.get(at + 5) == UNIX;
    int type = unix ? (int) (u32(at + 38) >>> 16) & TYPE : 0;
    if (name.endsWith("/") || type == DIRECTORY) {
      bundle.directory(name);
    } else if (type == LINK) {
      if (u32(at + 24) > bundle.longestTarget()) {
        throw bundle.invalid("The bundle has a link in it, which leads to no place.");
      }
      bundle.link(name, new String(content(at), StandardCharsets.UTF_8));
    } else if (type == 0 || type == FILE) {
      bundle.file(name, content(at));
    } else {
      throw bundle.invalid("The bundle has a device or pipe in it.");
    }
    return at + (long) ENTRY_SIZE + nameSize + u16(at + 30) + u16(at + 32);
  }

  private byte[] content(int entry) throws IOException {
    int method = u16(entry + 10);
    long packed = u32(entry + 20);
    long size = u32(entry + 24);
    int local = checked(u32(entry + 42), LOCAL_SIZE);
    if (zip.getInt(local) != LOCAL) {
      throw new IOException("its directory is broken");
    }
    if (size > bundle.room()) {
      throw bundle.tooLarge();
    }
    int start = checked((long) local + LOCAL_SIZE + u16(local + 26) + u16(local + 28), packed);
    byte[] bytes =
        switch (method) {
          case 0 -> copy(start, (int) packed);
          case 8 -> inflate(start, (int) packed, (int) size);
          default -> throw new IOException("it is packed in a way no JDK knows");
        };
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (bytes.length != size || sum.getValue() != u32(entry + 16)) {
      throw new IOException("a file in it is broken");
    }
    return bytes;
  }

  private byte[] copy(int start, int size) {
    byte[] bytes = new byte[size];
    zip.get(start, bytes);
    return bytes;
  }

  private byte[] inflate(int start, int packed, int size) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(zip.array(), start, packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(size, 1 << 16));
      byte[] block = new byte[1 << 13];
      while (!inflater.finished()) {
        int more = inflater.inflate(block);
        out.write(block, 0, more);
        if (more == 0 && !inflater.finished() || out.size() > size) {
          throw new IOException("a file in it is broken");
        }
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new IOException("a file in it is broken", e);
    } finally {
      inflater.end();
    }
  }

  private String text(int start, int size) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(zip.array(), start, size))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException("a name in it is not UTF-8", e);
    }
  }

  private int checked(long at, long size) throws IOException {
    if (at < 0 || size < 0 || at + size > zip.limit()) {
      throw new IOException("it is cut short");
    }
    return (int) at;
  }

  private int u16(int at) {
    return zip.getShort(at) & 0xffff;
  }

  private long u32(int at) {
    return zip.getInt(at) & 0xffffffffL;
  }
}
