package io.dockeradvanced.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry and its token server in this process, for what the lab's registry does not do: logins
 * and tokens. It proves nothing about registries; it sees what is sent to it.
 */
final class TokenRegistry implements AutoCloseable {
  /** A request as it came. */
  record Seen(String method, String target, String authorization, String body) {}

  private record Content(String type, byte[] bytes) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Content> content = new ConcurrentHashMap<>();
  private final AtomicInteger tokens = new AtomicInteger();
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  volatile String challenge = "Bearer realm=\"%s/token\",service=\"reg\",scope=\"x\"";

  /** What the token server wants to be shown; empty for nothing. */
  volatile String user = "";

  /** What the token server answers first, each once. */
  final Deque<Trouble> troubles = new ConcurrentLinkedDeque<>();

  /** An answer that is none. */
  record Trouble(int status, String retryAfter) {}

  /** Where requests for tokens are sent on, and how. */
  volatile String tokenRedirect = "";

  volatile int redirectStatus = 307;

  /** Whether nobody has to show anything. */
  volatile boolean open;

  /** The header with which the registry lets in. */
  volatile String accepted = "";

  /** Where all good requests are sent on. */
  volatile String redirect = "";

  TokenRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Something to be had at a path that ends so. */
  void put(String path, String type, String text) {
    content.put(path, new Content(type, text.getBytes(StandardCharsets.UTF_8)));
  }

  long count(String method, String part) {
    return seen.stream()
        .filter(s -> s.method().equals(method) && s.target().contains(part))
        .count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String target = exchange.getRequestURI().toString();
    seen.add(new Seen(exchange.getRequestMethod(), target, authorization, body));
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/token")) {
      token(exchange, authorization, body);
    } else if (path.equals("/moved")) {
      give(exchange, authorization, body);
    } else if (!open && !(accepted.length() > 0 && authorization.equals(accepted))) {
      String header = challenge.formatted("http://" + address());
      if (!header.isEmpty()) {
        exchange.getResponseHeaders().set("WWW-Authenticate", header);
      }
      send(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
    } else if (!redirect.isEmpty() && !target.equals("/v2/")) {
      exchange.getResponseHeaders().set("Location", redirect + target);
      send(exchange, 307, "");
    } else {
      serve(exchange, target);
    }
  }

  private void serve(HttpExchange exchange, String target) throws IOException {
    for (Map.Entry<String, Content> entry : content.entrySet()) {
      if (target.endsWith(entry.getKey())) {
        Content found = entry.getValue();
        String digest = Digest.of(found.bytes()).toString();
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        send(exchange, 200, found.type(), found.bytes());
        return;
      }
    }
    send(exchange, target.equals("/v2/") ? 200 : 404, "{}");
  }

  private void token(HttpExchange exchange, String authorization, String body) throws IOException {
    Trouble trouble = troubles.poll();
    if (trouble != null) {
      if (!trouble.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", trouble.retryAfter());
      }
      send(exchange, trouble.status(), "{}");
      return;
    }
    if (!tokenRedirect.isEmpty()) {
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      exchange
          .getResponseHeaders()
          .set("Location", tokenRedirect.replace("{query}", query.equals("null") ? "" : query));
      send(exchange, redirectStatus, "");
      return;
    }
    give(exchange, authorization, body);
  }

  private void give(HttpExchange exchange, String authorization, String body) throws IOException {
    boolean fine =
        user.isEmpty() || authorization.equals(user) || body.contains("refresh_token=" + user);
    if (!fine) {
      send(exchange, 401, "{}");
      return;
    }
    String token = "token-" + server.getAddress().getPort() + "-" + tokens.incrementAndGet();
    accepted = "Bearer " + token;
    String name = body.isEmpty() ? "token" : "access_token";
    send(exchange, 200, "{\"%s\":\"%s\",\"expires_in\":300}".formatted(name, token));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    send(exchange, status, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean none = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
