package io.dockeradvanced.lab.fault;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One end of a connection, as far as HTTP/1.1 has to be understood to know where things end. */
final class Wire implements Closeable {
  private static final int MOST_HEAD = 1 << 20;

  /** Takes what is copied. */
  interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  /**
   * The first line and the headers.
   *
   * @param bytes as they came, with the empty line
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Head(byte[] bytes, String line, Map<String, String> headers) {
    String word(int index) {
      String[] words = line.split(" ", 3);
      return index < words.length ? words[index] : "";
    }

    boolean isChunked() {
      return headers
          .getOrDefault("Transfer-Encoding", "")
          .toLowerCase(Locale.ROOT)
          .contains("chunked");
    }

    /** -1 when it is not told. */
    long length() {
      return Long.parseLong(headers.getOrDefault("Content-Length", "-1").strip());
    }
  }

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(32 << 10).limit(0);

  Wire(SocketChannel channel) {
    this.channel = channel;
  }

  /** The next head; null when the other side has ended before its first byte. */
  @Nullable Head head() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String line = line(bytes);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String next = line(bytes); next == null || !next.isEmpty(); next = line(bytes)) {
      int colon = next == null ? -1 : next.indexOf(':');
      if (next == null || colon < 0 || bytes.size() > MOST_HEAD) {
        throw new EOFException("no whole head of HTTP/1.1");
      }
      headers.put(next.substring(0, colon), next.substring(colon + 1).strip());
    }
    return new Head(bytes.toByteArray(), line, headers);
  }

  private @Nullable String line(ByteArrayOutputStream copy) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = read(); b != '\n'; b = read()) {
      if (b < 0) {
        if (line.size() == 0) {
          return null;
        }
        throw new EOFException("the connection ended within a line");
      }
      line.write(b);
    }
    line.write('\n');
    line.writeTo(copy);
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Copies the body that belongs to the head, as far as its end is told. */
  void copyBody(Head head, Sink to) throws IOException {
    if (head.isChunked()) {
      copyChunks(to);
    } else if (head.length() > 0) {
      copy(head.length(), to);
    }
  }

  /** Waits until something has come; false when the other side has ended. */
  boolean awaitMore() throws IOException {
    return in.hasRemaining() || fill();
  }

  /** Copies {@code count} bytes. */
  private void copy(long count, Sink to) throws IOException {
    for (long left = count; left > 0; ) {
      ByteBuffer part = some(left);
      if (part == null) {
        throw new EOFException("the connection ended " + left + " bytes too early");
      }
      left -= part.remaining();
      to.write(part);
    }
  }

  /** Copies a chunked body with its framing and trailers. */
  private void copyChunks(Sink to) throws IOException {
    while (true) {
      ByteArrayOutputStream framing = new ByteArrayOutputStream();
      String size = line(framing);
      if (size == null) {
        throw new EOFException("the connection ended between chunks");
      }
      to.write(ByteBuffer.wrap(framing.toByteArray()));
      long count = Long.parseLong(size.replaceFirst(";.*", "").strip(), 16);
      if (count == 0) {
        break;
      }
      copy(count + 2, to);
    }
    String trailer;
    do {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      trailer = line(bytes);
      to.write(ByteBuffer.wrap(bytes.toByteArray()));
    } while (trailer != null && !trailer.isEmpty());
  }

  /** Copies until the other side has ended. */
  void copyToEnd(Sink to) throws IOException {
    for (ByteBuffer part = some(Long.MAX_VALUE); part != null; part = some(Long.MAX_VALUE)) {
      to.write(part);
    }
  }

  private int read() throws IOException {
    return in.hasRemaining() || fill() ? in.get() & 0xff : -1;
  }

  /** What is there, at most so much; null at the end. */
  private @Nullable ByteBuffer some(long most) throws IOException {
    if (!in.hasRemaining() && !fill()) {
      return null;
    }
    int count = (int) Math.min(most, in.remaining());
    ByteBuffer part = in.slice(in.position(), count);
    in.position(in.position() + count);
    return part;
  }

  private boolean fill() throws IOException {
    in.clear().limit(0);
    ByteBuffer free = in.duplicate().clear();
    int count = channel.read(free);
    in.limit(Math.max(0, count));
    return count > 0;
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void write(byte[] bytes) throws IOException {
    write(ByteBuffer.wrap(bytes));
  }

  /** Nothing more comes from here; the other direction goes on. */
  void end() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
