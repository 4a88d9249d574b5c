package io.dockeradvanced.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A unix socket that speaks just enough HTTP to answer wrongly. It injects faults; it never proves
 * that something works with a real engine.
 */
public final class FakeEngine implements AutoCloseable {

  /** One request as it arrived. */
  public record Seen(
      String method, String target, Map<String, String> headers, String body, int connection) {
    public String path() {
      String path = target.replaceFirst("\\?.*", "");
      return path.replaceFirst("^/v1\\.\\d+", "");
    }
  }

  /** What to do with a request. Returning keeps the connection, throwing ends it. */
  public interface Behaviour {
    void answer(Seen request, Wire wire) throws IOException;
  }

  /** Ends the connection without a word. */
  public static final class Cut extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** The side of the engine. */
  public static final class Wire {
    private final SocketChannel socket;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).limit(0);

    private Wire(SocketChannel socket) {
      this.socket = socket;
    }

    public Wire raw(String text) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        socket.write(bytes);
      }
      return this;
    }

    public void json(int status, String body) throws IOException {
      raw(
          "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, body));
    }

    public void empty(int status) throws IOException {
      raw(
          "HTTP/1.1 %d X\r\n%s\r\n"
              .formatted(status, status == 204 || status == 304 ? "" : "Content-Length: 0\r\n"));
    }

    public Wire chunk(String text) throws IOException {
      return raw("%x\r\n%s\r\n".formatted(text.getBytes(StandardCharsets.UTF_8).length, text));
    }

    /** One byte from the client, -1 when it has ended its side. */
    public int read() throws IOException {
      if (!in.hasRemaining()) {
        in.clear();
        int n = socket.read(in);
        in.flip();
        if (n < 0) {
          return -1;
        }
      }
      return in.get() & 0xff;
    }

    /** Waits until the client has ended the connection. */
    public void awaitEnd() throws IOException {
      while (read() >= 0) {
        // What comes is of no interest.
      }
      throw new Cut();
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = read(); b != '\n'; b = read()) {
        if (b < 0) {
          throw new Cut();
        }
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    private String bytes(int count) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        int b = read();
        if (b < 0) {
          throw new Cut();
        }
        all.write(b);
      }
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  private final Path directory;
  private final Path path;
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final Map<String, Behaviour> rejections = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile String apiVersion = "1.41";
  private volatile ServerSocketChannel server;

  public FakeEngine() {
    try {
      directory = Files.createTempDirectory("fake-engine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    path = directory.resolve("docker.sock");
    up();
  }

  /** Starts to listen, on a new socket file. */
  public void up() {
    try {
      Files.deleteIfExists(path);
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServerSocketChannel listening = server;
    daemon(() -> accept(listening));
  }

  /** Ends everything; the socket file goes as it does with a real engine. */
  public void down() {
    try {
      server.close();
      Files.deleteIfExists(path);
      endConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connections and goes on listening. Clients have seen it when this returns. */
  public void endConnections() {
    for (SocketChannel socket : open) {
      try {
        // A close alone is put off until the thread that reads here has left the kernel.
        socket.shutdownInput();
        socket.shutdownOutput();
        socket.close();
      } catch (ClosedChannelException e) {
        // It has ended by itself.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public FakeEngine on(String method, String path, Behaviour behaviour) {
    behaviours.put(method + " " + path, behaviour);
    return this;
  }

  /** Answers as soon as the head of the request is there, and ends the connection. */
  public FakeEngine rejectHead(String method, String path, int status, String body) {
    rejections.put(
        method + " " + path,
        (request, wire) -> {
          wire.json(status, body);
          throw new Cut();
        });
    return this;
  }

  public FakeEngine apiVersion(String version) {
    apiVersion = version;
    return this;
  }

  public String uri() {
    return "unix://" + path;
  }

  public Path path() {
    return path;
  }

  public List<Seen> seen() {
    return seen;
  }

  public long count(String method, String path) {
    return seen.stream().filter(s -> s.method().equals(method) && s.path().equals(path)).count();
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-engine");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocketChannel listening) {
    while (listening.isOpen()) {
      try {
        SocketChannel socket = listening.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        daemon(() -> serve(socket, number));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel socket, int number) {
    Wire wire = new Wire(socket);
    try (socket) {
      while (true) {
        answer(request(wire, number), wire);
      }
    } catch (IOException e) {
      // The end of the connection, by one side or the other.
    } finally {
      open.remove(socket);
    }
  }

  private Seen request(Wire wire, int number) throws IOException {
    String[] first = wire.line().split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    Seen head = new Seen(first[0], first[1], headers, "", number);
    Behaviour rejection = rejections.get(head.method() + " " + head.path());
    if (rejection != null) {
      rejection.answer(head, wire);
    }
    String body = "";
    if (headers.containsKey("Content-Length")) {
      body = wire.bytes(Integer.parseInt(headers.get("Content-Length")));
    } else if ("chunked".equals(headers.get("Transfer-Encoding"))) {
      StringBuilder all = new StringBuilder();
      for (int n = Integer.parseInt(wire.line(), 16);
          n > 0;
          n = Integer.parseInt(wire.line(), 16)) {
        all.append(wire.bytes(n));
        wire.line();
      }
      wire.line();
      body = all.toString();
    }
    return new Seen(first[0], first[1], headers, body, number);
  }

  private void answer(Seen request, Wire wire) throws IOException {
    seen.add(request);
    Behaviour behaviour = behaviours.get(request.method() + " " + request.path());
    if (behaviour != null) {
      behaviour.answer(request, wire);
    } else if (request.path().equals("/_ping")) {
      String version = apiVersion;
      wire.raw(
          "HTTP/1.1 200 OK\r\n%sDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nOK"
              .formatted(version.isEmpty() ? "" : "Api-Version: " + version + "\r\n"));
    } else {
      wire.json(404, "{\"message\":\"page not found\"}");
    }
  }

  @Override
  public void close() {
    down();
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
