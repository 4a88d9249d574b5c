package io.dockeradvanced.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;

/** A unix socket that answers requests as an engine must not. */
final class BadEngine implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final UnaryOperator<String> answer;

  /**
   * @param answer the raw response to a request line; an empty one cuts the connection
   */
  BadEngine(Path directory, UnaryOperator<String> answer) throws IOException {
    this.socket = directory.resolve("bad.sock");
    this.answer = answer;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread acceptor = new Thread(this::accept, "bad-engine");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** An answer with a JSON body. */
  static String json(String body) {
    return json(body, body.length());
  }

  /** An answer that promises so many bytes, and then ends. */
  static String json(String body, int promised) {
    return "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nDate: "
        + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
        + "\r\nContent-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n%s".formatted(promised, body);
  }

  String uri() {
    return "unix://" + socket;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        Thread thread = new Thread(() -> serve(client), "bad-engine-client");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      StringBuilder request = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
      while (client.read(buffer) >= 0) {
        request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        buffer.clear();
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
          continue;
        }
        String first = request.substring(0, request.indexOf("\r\n"));
        request.setLength(0);
        String response = answer.apply(first);
        if (response.isEmpty()) {
          return;
        }
        client.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.UTF_8)));
        if (!response.startsWith("HTTP") || response.endsWith("{\"Containers\":")) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }
}
