package io.dockeradvanced.internal.engine;

import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.HttpConnection;
import io.dockeradvanced.internal.http.HttpReply;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response on a connection of its own. */
final class StreamedResponse implements EngineResponse {
  private final HostConnections connections;
  private final HttpConnection connection;
  private final HttpReply reply;
  private final boolean upgraded;
  private final AtomicBoolean closed = new AtomicBoolean();

  StreamedResponse(
      HostConnections connections, HttpConnection connection, HttpReply reply, boolean upgrade) {
    this.connections = connections;
    this.connection = connection;
    this.reply = reply;
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
    return reply.body();
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
