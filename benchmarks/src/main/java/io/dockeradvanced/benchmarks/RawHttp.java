package io.dockeradvanced.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept-alive HTTP connection that can do no more than the bare calls need. */
final class RawHttp implements AutoCloseable {
  private final ReadableByteChannel from;
  private final WritableByteChannel to;
  private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();

  RawHttp(String uri) throws IOException {
    URI address = URI.create(uri);
    if (!"unix".equals(address.getScheme())) {
      throw new IllegalArgumentException("the bare calls need a unix socket, not " + uri);
    }
    SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(address.getPath()));
    from = socket;
    to = socket;
  }

  /** Over what a program reads and writes. */
  RawHttp(InputStream from, OutputStream to) {
    this.from = Channels.newChannel(from);
    // What a program is given is buffered: a request that is not flushed is never answered.
    this.to =
        Channels.newChannel(
            new FilterOutputStream(to) {
              @Override
              public void write(byte[] bytes, int offset, int count) throws IOException {
                out.write(bytes, offset, count);
                out.flush();
              }
            });
  }

  /** Posts and answers the body of the reply. */
  String post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return call(
        "POST %s HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, body.length),
        body);
  }

  /** Removes. */
  void delete(String path) throws IOException {
    call("DELETE " + path + " HTTP/1.1\r\nHost: d\r\n\r\n", new byte[0]);
  }

  /** Asks and drops the answer. */
  void get(String path) {
    try {
      call("GET " + path + " HTTP/1.1\r\nHost: d\r\n\r\n", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String call(String head, byte[] body) throws IOException {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
    while (out.hasRemaining()) {
      to.write(out);
    }
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      } else if (lower.equals("transfer-encoding: chunked")) {
        chunked = true;
      }
    }
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    if (status.startsWith("HTTP/1.1 204") || status.startsWith("HTTP/1.1 304")) {
      length = 0;
    } else if (chunked) {
      for (int size = chunk(); size > 0; size = chunk()) {
        read(size, reply);
        line();
      }
      line();
    } else {
      read(length, reply);
    }
    if (!status.startsWith("HTTP/1.1 2") && !status.startsWith("HTTP/1.1 304")) {
      throw new IOException(head.lines().findFirst().orElse("") + ": " + status + " " + reply);
    }
    return reply.toString(StandardCharsets.UTF_8);
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private void read(int count, ByteArrayOutputStream into) throws IOException {
    for (int left = count; left > 0; ) {
      fill();
      int now = Math.min(left, in.remaining());
      into.write(in.array(), in.position(), now);
      in.position(in.position() + now);
      left -= now;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (byte b = next(); b != '\n'; b = next()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private byte next() throws IOException {
    fill();
    return in.get();
  }

  private void fill() throws IOException {
    while (!in.hasRemaining()) {
      in.clear();
      if (from.read(in) < 0) {
        throw new IOException("the engine closed the connection");
      }
      in.flip();
    }
  }

  @Override
  public void close() throws IOException {
    to.close();
    from.close();
  }
}
