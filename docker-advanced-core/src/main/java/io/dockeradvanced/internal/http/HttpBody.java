package io.dockeradvanced.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The body of a response. Knows whether it was read to its end, for only then may the connection
 * carry another call. Closing it does nothing: whoever holds the connection closes that.
 */
public final class HttpBody extends InputStream {
  private final InputStream in;
  private final long length;
  private volatile boolean complete;

  /**
   * @param length the announced length, or -1
   */
  HttpBody(InputStream in, long length) {
    this.in = in;
    this.length = length;
    this.complete = length == 0;
  }

  /** Whether the end of the body has been seen. */
  public boolean complete() {
    return complete;
  }

  @Override
  public int read() throws IOException {
    int b = complete ? -1 : in.read();
    complete |= b < 0;
    return b;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int n = complete ? -1 : in.read(into, offset, count);
    complete |= n < 0;
    return n;
  }

  @Override
  public int available() throws IOException {
    return complete ? 0 : in.available();
  }

  byte[] readAll(int limit) throws IOException {
    if (length > limit) {
      throw new BodyTooLarge(limit);
    }
    if (length >= 0) {
      byte[] exact = new byte[(int) length];
      int at = 0;
      while (at < exact.length) {
        int n = read(exact, at, exact.length - at);
        if (n < 0) {
          throw new IOException("the body ended after %d of %d bytes".formatted(at, length));
        }
        at += n;
      }
      complete = true;
      return exact;
    }
    byte[] chunk = new byte[8192];
    int first = fill(chunk);
    if (complete) {
      return Arrays.copyOf(chunk, first);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(4 * chunk.length);
    all.write(chunk, 0, first);
    for (int n = read(chunk); n >= 0; n = read(chunk)) {
      if (all.size() + n > limit) {
        throw new BodyTooLarge(limit);
      }
      all.write(chunk, 0, n);
    }
    return all.toByteArray();
  }

  private int fill(byte[] chunk) throws IOException {
    int at = 0;
    while (at < chunk.length) {
      int n = read(chunk, at, chunk.length - at);
      if (n < 0) {
        break;
      }
      at += n;
    }
    return at;
  }

  /** The body is longer than what is kept in memory. */
  public static final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    BodyTooLarge(int limit) {
      super("the answer is longer than %d MiB".formatted(limit >> 20));
    }
  }
}
