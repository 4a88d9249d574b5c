package io.dockeradvanced.internal.tar;

import io.dockeradvanced.internal.BlockInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tar archive that is made while it is read: one file is open at a time, and nothing but its
 * current piece is in memory. A file that grows or shrinks meanwhile breaks the archive off.
 */
public final class TarStream extends BlockInput {
  private final Iterator<TarEntry> entries;
  private InputStream part = InputStream.nullInputStream();
  private @Nullable TarEntry pending;
  private @Nullable TarEntry open;
  private long left;
  private boolean ended;

  /**
   * An archive of these.
   *
   * @param entries asked one by one; may throw {@link UncheckedIOException}
   */
  public TarStream(Iterator<TarEntry> entries) {
    this.entries = entries;
  }

  /** A whole archive, for what is small. */
  public static byte[] bytes(List<TarEntry> entries) {
    try (TarStream stream = new TarStream(entries.iterator())) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    TarEntry file = open;
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

  private static IOException changed(TarEntry file) {
    return new IOException(file.name() + " changed while it was sent; try again");
  }

  /** Goes on to the next part; false at the end. */
  private boolean next() throws IOException {
    part.close();
    TarEntry before = open;
    if (before != null) {
      open = null;
      part = new ByteArrayInputStream(new byte[TarHeader.padding(before.size())]);
      return true;
    }
    TarEntry waiting = pending;
    if (waiting != null) {
      pending = null;
      open = waiting;
      left = waiting.size();
      part = waiting.content().open();
      return true;
    }
    TarEntry entry = nextEntry();
    if (entry != null) {
      part = new ByteArrayInputStream(TarHeader.of(entry));
      if (entry.isFile() && entry.size() > 0) {
        pending = entry;
      }
      return true;
    }
    if (!ended) {
      ended = true;
      part = new ByteArrayInputStream(new byte[2 * TarHeader.BLOCK]);
      return true;
    }
    return false;
  }

  private @Nullable TarEntry nextEntry() throws IOException {
    try {
      return entries.hasNext() ? entries.next() : null;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
