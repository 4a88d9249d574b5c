package io.dockeradvanced.internal.interop;

import com.github.dockerjava.transport.DockerHttpClient;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.HttpConnection;
import io.dockeradvanced.internal.http.HttpReply;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A response as docker-java reads it; closing it from any thread ends a blocked read. */
final class DockerJavaResponse implements DockerHttpClient.Response {
  private final HostConnections connections;
  private final HttpConnection connection;
  private final HttpReply reply;
  private final AtomicBoolean closed = new AtomicBoolean();

  DockerJavaResponse(HostConnections connections, HttpConnection connection, HttpReply reply) {
    this.connections = connections;
    this.connection = connection;
    this.reply = reply;
  }

  @Override
  public int getStatusCode() {
    // An upgraded connection is a success, but docker-java knows no status below 200 as one.
    return reply.status() == 101 ? 200 : reply.status();
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(reply.headers());
    return all;
  }

  @Override
  public InputStream getBody() {
    return reply.body();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connections.giveBack(connection);
    }
  }
}
