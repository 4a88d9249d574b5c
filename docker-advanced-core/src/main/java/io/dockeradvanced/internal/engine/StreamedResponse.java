package io.dockeradvanced.internal.engine;

import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.HttpConnection;
import io.dockeradvanced.internal.http.HttpReply;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response on a connection of its own. */
final class StreamedResponse implements EngineResponse {
  private final HostConnections connections;
  private final HttpConnection connection;
  private final HttpReply reply;
  private final InputStream body;
  private final boolean upgraded;
  private final AtomicBoolean closed = new AtomicBoolean();

  StreamedResponse(
      HostConnections connections, HttpConnection connection, HttpReply reply, boolean upgrade) {
    this.connections = connections;
    this.connection = connection;
    this.reply = reply;
    this.body = new Body(reply.body());
    // Without a 101 the old form of it: a 200 after which the connection is raw all the same.
    this.upgraded =
        reply.status() == 101
            || (upgrade
                && reply.header("Content-Length").isEmpty()
                && reply.header("Transfer-Encoding").isEmpty());
  }

  @Override
  public int status() {
    return reply.status();
  }

  @Override
  public Optional<String> header(String name) {
    return reply.header(name);
  }

  @Override
  public InputStream body() {
    return body;
  }

  /** Says why it ended, which the channel cannot. */
  private final class Body extends FilterInputStream {
    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return in.read();
      } catch (IOException e) {
        throw explained(e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      try {
        return in.read(into, offset, count);
      } catch (IOException e) {
        throw explained(e);
      }
    }

    private IOException explained(IOException e) {
      if (connection.timedOut()) {
        SocketTimeoutException late = new SocketTimeoutException("the deadline has passed");
        late.initCause(e);
        return late;
      }
      return closed.get() ? new IOException("the response was closed", e) : e;
    }
  }

  @Override
  public OutputStream input() {
    if (!upgraded) {
      throw new IllegalStateException("the connection was not upgraded");
    }
    return connection.rawOutput();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connections.release(connection);
    }
  }
}
