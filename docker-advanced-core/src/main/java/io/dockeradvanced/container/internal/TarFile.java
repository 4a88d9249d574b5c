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
   * The content of the first entry.
   *
   * @throws IOException when the archive is cut or the file is larger than 1 MiB
   */
  public static byte[] first(InputStream tar) throws IOException {
    byte[] header = tar.readNBytes(BLOCK);
    if (header.length < BLOCK) {
      throw new IOException("the archive ends after " + header.length + " bytes");
    }
    String octal = new String(header, 124, 12, StandardCharsets.US_ASCII).replace("\0", "").trim();
    long size;
    try {
      size = Long.parseLong(octal, 8);
    } catch (NumberFormatException e) {
      throw new IOException("the archive has a size field '" + octal + "'", e);
    }
    if (size > LIMIT) {
      throw new IOException("the file in the archive has " + size + " bytes");
    }
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
