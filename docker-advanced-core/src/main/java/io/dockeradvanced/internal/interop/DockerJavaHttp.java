package io.dockeradvanced.internal.interop;

import com.github.dockerjava.transport.DockerHttpClient;
import io.dockeradvanced.Config;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.http.Heartbeat;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.internal.http.HttpConnection;
import io.dockeradvanced.internal.http.HttpReply;
import io.dockeradvanced.internal.http.HttpRequest;
import io.dockeradvanced.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.LoggerFactory;

/**
 * What docker-java wants of a transport.
 *
 * <p>A connection carries the next call once the body before was read to its end; how many there
 * are at once is left to the caller. As with docker-java's own transports there is no deadline for
 * a response, because it does not say which calls are long, only one for the connecting; but an
 * engine that stands still is noticed.
 */
public final class DockerJavaHttp implements DockerHttpClient {
  private final String host;
  private final HostConnections connections;
  private final Owner owner;
  private final Config config;

  public DockerJavaHttp(String host, Transport transport, Owner owner, Config config) {
    this.host = host;
    this.connections =
        new HostConnections(
            transport, owner.watchdog(), new Heartbeat(config, owner), Integer.MAX_VALUE);
    this.owner = owner;
    this.config = config;
  }

  @Override
  public Response execute(Request request) {
    InputStream stdin = request.hijackedInput();
    HttpRequest ours = translate(request);
    HttpConnection connection = null;
    boolean handedOut = false;
    try {
      connection = connections.borrow(System.nanoTime() + config.callTimeout().toNanos(), true);
      HttpReply reply = connection.exchange(ours);
      if (stdin != null && reply.status() < 300) {
        pump(stdin, connection);
      }
      handedOut = true;
      return new DockerJavaResponse(connections, connection, reply);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: %s %s got no answer: %s"
              .formatted(host, ours.method(), ours.target(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(host + ": interrupted", e));
    } finally {
      if (connection != null && !handedOut) {
        connections.giveBack(connection);
      }
    }
  }

  private static HttpRequest translate(Request request) {
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    // These are ours to set.
    headers
        .keySet()
        .removeIf(n -> n.equalsIgnoreCase("Connection") || n.equalsIgnoreCase("Upgrade"));
    InputStream body = request.body();
    byte[] bytes = request.bodyBytes();
    return new HttpRequest(
        request.method(),
        request.path(),
        headers,
        bytes,
        bytes != null || body == null ? null : () -> body,
        request.hijackedInput() != null);
  }

  /** Copies what the caller types to the container, and then says that nothing more comes. */
  private void pump(InputStream stdin, HttpConnection connection) {
    try {
      owner.executor().execute(() -> copy(stdin, connection));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("this DockerAdvanced is closed", e);
    }
  }

  private static void copy(InputStream stdin, HttpConnection connection) {
    try (OutputStream out = connection.rawOutput()) {
      byte[] piece = new byte[8192];
      for (int n = stdin.read(piece); n >= 0; n = stdin.read(piece)) {
        out.write(piece, 0, n);
      }
    } catch (IOException e) {
      if (!connection.closed()) {
        LoggerFactory.getLogger(DockerJavaHttp.class).debug("standard input ended", e);
      }
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
