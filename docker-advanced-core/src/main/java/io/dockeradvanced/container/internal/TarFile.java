package io.dockeradvanced.container.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A tar archive with one small file, as the archive endpoints of the engine want and give it. */
public final class TarFile {
  private static final int BLOCK = 512;
  private static final int LIMIT = 1 << 20;

  private TarFile() {}

  /** An archive that holds the file; mode 0600, owner 0. */
  public static byte[] of(String name, byte[] content, long modifiedEpochSecond) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name, 100);
    put(header, 100, "0000600", 8);
    put(header, 108, "0000000", 8);
    put(header, 116, "0000000", 8);
    put(header, 124, "%011o".formatted(content.length), 12);
    put(header, 136, "%011o".formatted(modifiedEpochSecond), 12);
    put(header, 148, "        ", 8);
    header[156] = '0';
    put(header, 257, "ustar", 6);
    header[263] = '0';
    header[264] = '0';
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum), 8);
    int padded = (content.length + BLOCK - 1) / BLOCK * BLOCK;
    byte[] tar = new byte[BLOCK + padded + 2 * BLOCK];
    System.arraycopy(header, 0, tar, 0, BLOCK);
    System.arraycopy(content, 0, tar, BLOCK, content.length);
    return tar;
  }

  /**
   * The content of the first file; what describes it in the entries before is skipped.
   *
   * @throws IOException when the archive is cut, has no file, or the file is larger than 1 MiB
   */
  public static byte[] first(InputStream tar) throws IOException {
    while (true) {
      byte[] header = tar.readNBytes(BLOCK);
      if (header.length < BLOCK) {
        throw new IOException("the archive ends after " + header.length + " bytes of a header");
      }
      long size = size(header);
      byte type = header[156];
      if (type == '0' || type == 0) {
        if (header[0] == 0) {
          throw new IOException("the archive has no file");
        }
        return content(tar, size);
      }
      content(tar, (size + BLOCK - 1) / BLOCK * BLOCK);
    }
  }

  private static long size(byte[] header) throws IOException {
    String octal = new String(header, 124, 12, StandardCharsets.US_ASCII).replace("\0", "").trim();
    try {
      long size = octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
      if (size < 0 || size > LIMIT) {
        throw new IOException("the file in the archive has " + size + " bytes");
      }
      return size;
    } catch (NumberFormatException e) {
      throw new IOException("the archive has a size field that is not a number", e);
    }
  }

  private static byte[] content(InputStream tar, long size) throws IOException {
    byte[] content = tar.readNBytes((int) size);
    if (content.length < size) {
      throw new IOException("the archive ends within its file");
    }
    return content;
  }

  private static void put(byte[] header, int offset, String text, int length) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > length) {
      throw new IllegalArgumentException("too long for a tar header: " + text);
    }
    System.arraycopy(Arrays.copyOf(bytes, bytes.length), 0, header, offset, bytes.length);
  }
}
