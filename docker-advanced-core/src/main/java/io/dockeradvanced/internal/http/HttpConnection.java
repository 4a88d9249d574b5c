package io.dockeradvanced.internal.http;

import io.dockeradvanced.internal.Watchdog;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on one duplex channel: one request at a time. {@link #close} may come from any thread.
 *
 * <p>The messages are written and parsed by Apache HttpCore; its connection class is not used,
 * because that wants a socket with read timeouts, which a unix socket of the JDK does not have.
 */
public final class HttpConnection implements Closeable {
  private static final int BUFFER = 16 * 1024;
  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxLineLength(64 * 1024)
          .setMaxHeaderCount(200)
          .build();

  private final WatchedChannel channel;
  private final String authority;
  private final Watchdog.Watch watch;
  private final BasicHttpTransportMetrics received = new BasicHttpTransportMetrics();
  private final BasicHttpTransportMetrics sent = new BasicHttpTransportMetrics();
  private final SessionInputBufferImpl inBuffer =
      new SessionInputBufferImpl(received, BUFFER, -1, LIMITS.getMaxLineLength(), null);
  private final SessionOutputBufferImpl outBuffer =
      new SessionOutputBufferImpl(sent, BUFFER, -1, null);
  private final InputStream in;

  /** The same bytes, where their end comes too early. */
  private final InputStream framed;

  private final OutputStream out;
  private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
  private final DefaultHttpRequestWriter writer = new DefaultHttpRequestWriter();
  private volatile boolean closed;

  /** How long no byte may move, in nanoseconds; 0 where the deadline is one of all. */
  private volatile long silence;

  private boolean keepAlive = true;
  private boolean used;
  private long idleSince;
  private long sentBefore;
  private long receivedBefore;
  private @Nullable HttpReply current;

  HttpConnection(WatchedChannel channel, String authority, Watchdog watchdog) {
    this.channel = channel;
    this.authority = authority;
    this.in = channel.input();
    this.framed = channel.framedInput();
    this.out = channel.output();
    this.watch = watchdog.watch(this::closeChannel, this::later);
  }

  /** Ends the connection when {@code deadline} (of {@link System#nanoTime}) passes. */
  public void arm(long deadline) {
    silence = 0;
    watch.arm(deadline);
  }

  /** Ends the connection when no byte has come or gone for so many nanoseconds. */
  public void armSilence(long nanos) {
    silence = nanos;
    watch.arm(System.nanoTime() + nanos);
  }

  private long later(long deadline) {
    long limit = silence;
    return limit == 0 ? deadline : channel.moved() + limit;
  }

  /** Lets the deadline go; false when it has passed and the connection was ended. */
  public boolean disarm() {
    return watch.disarm();
  }

  /** Whether the deadline ended this connection. */
  public boolean timedOut() {
    return watch.fired();
  }

  /** Whether {@link #close} was called. */
  public boolean closed() {
    return closed;
  }

  /** Whether any byte of the request under way has left this process. */
  public boolean requestLeft() {
    return sent.getBytesTransferred() > sentBefore;
  }

  /** Whether any byte has come back since the request under way began. */
  public boolean replyBegan() {
    return received.getBytesTransferred() > receivedBefore;
  }

  /** Whether this is not the first request of the connection. */
  public boolean reused() {
    return used;
  }

  /**
   * Sends the request and waits for the head of the response.
   *
   * @throws RequestBodyFailed when the stream to be sent could not be read
   * @throws ProtocolViolation when what came back is not HTTP
   */
  public HttpReply exchange(HttpRequest request) throws IOException {
    // Until its own reply is there, it can carry no other: of one that is given up midway - by an
    // interrupt, which leaves a channel of SSH open - the next call would read the reply.
    current = null;
    sentBefore = sent.getBytesTransferred();
    receivedBefore = received.getBytesTransferred();
    try {
      write(request);
    } catch (RequestBodyFailed e) {
      throw e;
    } catch (IOException e) {
      return earlyReply(request, e);
    }
    return readHead(request);
  }

  /** An engine that refuses a long body answers and stops reading: the answer says more. */
  private HttpReply earlyReply(HttpRequest request, IOException failure) throws IOException {
    if (request.stream() == null || !requestLeft() || timedOut() || closed) {
      throw failure;
    }
    try {
      HttpReply reply = readHead(request);
      keepAlive = false;
      return reply;
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private void write(HttpRequest request) throws IOException {
    var head = new BasicClassicHttpRequest(request.method(), request.target());
    head.addHeader("Host", authority);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      head.addHeader(header.getKey(), header.getValue());
    }
    byte[] content = request.content();
    if (request.upgrade()) {
      head.addHeader("Connection", "Upgrade");
      head.addHeader("Upgrade", "tcp");
    }
    if (content != null) {
      head.addHeader("Content-Length", content.length);
    } else if (request.stream() != null) {
      head.addHeader("Transfer-Encoding", "chunked");
    } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      head.addHeader("Content-Length", "0");
    }
    try {
      writer.write(head, outBuffer, out);
    } catch (HttpException e) {
      throw new ProtocolViolation("the request cannot be written: " + e.getMessage(), e);
    }
    if (content != null) {
      outBuffer.write(content, out);
    } else if (request.stream() != null) {
      writeChunks(request.stream().get());
    }
    outBuffer.flush(out);
  }

  private void writeChunks(InputStream from) throws IOException {
    try (from) {
      ChunkedOutputStream chunks = new ChunkedOutputStream(outBuffer, out, BUFFER, null);
      byte[] piece = new byte[4 * BUFFER];
      for (int n = readPiece(from, piece); n >= 0; n = readPiece(from, piece)) {
        chunks.write(piece, 0, n);
      }
      chunks.finish();
    }
  }

  private static int readPiece(InputStream from, byte[] piece) throws RequestBodyFailed {
    try {
      return from.read(piece);
    } catch (IOException e) {
      throw new RequestBodyFailed(e);
    }
  }

  private HttpReply readHead(HttpRequest request) throws IOException {
    ClassicHttpResponse head;
    do {
      try {
        head = parser.parse(inBuffer, framed);
      } catch (HttpException | MessageConstraintException e) {
        throw new ProtocolViolation("what came back is not HTTP: " + e.getMessage(), e);
      }
      if (head == null) {
        throw new IOException("the connection was closed before a response came");
      }
    } while (head.getCode() >= 100 && head.getCode() < 200 && head.getCode() != 101);
    used = true;
    keepAlive = keepsAlive(head);
    HttpReply reply = new HttpReply(head, body(request, head));
    current = reply;
    return reply;
  }

  private HttpBody body(HttpRequest request, ClassicHttpResponse head) throws IOException {
    int status = head.getCode();
    if (request.method().equals("HEAD") || status == 204 || status == 304) {
      return new HttpBody(InputStream.nullInputStream(), 0);
    }
    if (status != 101) {
      Header coding = head.getFirstHeader("Transfer-Encoding");
      if (coding != null && coding.getValue().toLowerCase(Locale.ROOT).contains("chunked")) {
        return new HttpBody(new ChunkedInputStream(inBuffer, framed, LIMITS), -1);
      }
      Header length = head.getFirstHeader("Content-Length");
      if (length != null) {
        long bytes = parseLength(length.getValue());
        return new HttpBody(new ContentLengthInputStream(inBuffer, framed, bytes), bytes);
      }
    }
    keepAlive = false;
    return new HttpBody(new IdentityInputStream(inBuffer, in), -1);
  }

  private static long parseLength(String text) throws ProtocolViolation {
    try {
      long bytes = Long.parseLong(text.trim());
      if (bytes >= 0) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a negative one.
    }
    throw new ProtocolViolation("the length of the body is not a number", null);
  }

  private static boolean keepsAlive(ClassicHttpResponse head) {
    Header connection = head.getFirstHeader("Connection");
    if (connection != null && connection.getValue().toLowerCase(Locale.ROOT).contains("close")) {
      return false;
    }
    ProtocolVersion version = head.getVersion();
    return version == null || version.getMajor() > 1 || version.getMinor() >= 1;
  }

  /** The way to the other side after an upgrade; closing it half-closes the connection. */
  public OutputStream rawOutput() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        if (channel.isOpen()) {
          channel.shutdownOutput();
        }
      }
    };
  }

  /** Whether another request may follow, as far as this side knows. */
  boolean reusable() {
    HttpReply last = current;
    return !closed
        && channel.isOpen()
        && keepAlive
        && last != null
        && last.body().complete()
        && !inBuffer.hasBufferedData()
        && !timedOut();
  }

  /** Whether the other side is seen to have ended the idle connection, or talks out of turn. */
  boolean stale() {
    return !channel.isIdle();
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  long idleSince() {
    return idleSince;
  }

  /** For how long a read or a write has waited, in nanoseconds; 0 when none does. */
  long waits(long now) {
    return channel.waits(now);
  }

  /** Ends the connection, since the other side stands still. */
  void standStill() {
    channel.standStill();
    closeChannel();
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no use any more, whatever close() had to say.
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
    closeChannel();
  }

  /** What came back is not HTTP. */
  public static final class ProtocolViolation extends IOException {
    private static final long serialVersionUID = 1;

    ProtocolViolation(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The stream that was to be sent could not be read. */
  public static final class RequestBodyFailed extends IOException {
    private static final long serialVersionUID = 1;

    RequestBodyFailed(IOException cause) {
      super("what was to be sent could not be read: " + cause.getMessage(), cause);
    }
  }
}
