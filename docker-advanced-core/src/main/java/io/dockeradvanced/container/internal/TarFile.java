package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A tar archive with one small file, as the archive endpoints of the engine want and give it. */
public final class TarFile {
  private static final int BLOCK = 512;
  private static final int LIMIT = 1 << 20;

  private TarFile() {}

  /** An archive that holds the file; mode 0600, owner 0. */
  public static byte[] of(String name, byte[] content, long modifiedEpochSecond) {
    return TarStream.bytes(List.of(TarEntry.file(name, content, 0600, modifiedEpochSecond)));
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
}
