package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.Redacted;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code ssh://user@host[:port][/socket/path]} leads. The host may be an alias of the user's
 * SSH configuration.
 *
 * @param user as the address says; null leaves it to the configuration
 * @param port 0 leaves it to the configuration
 * @param socket the engine's socket on that host
 */
record SshAddress(@Nullable String user, String host, int port, String socket) {
  static final String DEFAULT_SOCKET = "/var/run/docker.sock";
  private static final int MAX_SOCKET_BYTES = 107;

  // Not URI.getHost(): that knows no underscore, which aliases have.
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:([^@]*)@)?(\\[[0-9A-Fa-f:.%]+]|[^:@\\[\\]]+)(?::(\\d+))?");

  static SshAddress parse(URI uri) {
    String authority = uri.getRawAuthority();
    String shown = Redacted.address(uri.toString());
    if (authority == null || authority.isEmpty()) {
      throw invalid(shown, "it names no host; write ssh://user@host");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid(shown, "an address by SSH has no '?' and no '#'; write ssh://user@host:port");
    }
    String before = authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
    if (before.contains(":")) {
      throw invalid(
          shown,
          "an address carries no password, because addresses are logged; use a key, or"
              + " SshOptions.password(…)");
    }
    Matcher m = AUTHORITY.matcher(authority);
    if (!m.matches()) {
      throw invalid(shown, "the host cannot be read; write ssh://user@host:port");
    }
    String user = m.group(1) == null ? null : decode(m.group(1));
    if (user != null && user.isBlank()) {
      throw invalid(shown, "the user is empty; write ssh://user@host, or leave out the @");
    }
    String host = decode(m.group(2));
    if (host.startsWith("-") || host.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw invalid(shown, "this is not the name of a host");
    }
    return new SshAddress(user, unbracket(host), port(shown, m.group(3)), socket(uri, shown));
  }

  /** A hop as {@code ProxyJump} writes it: {@code [user@]host[:port]}, or an {@code ssh://} URI. */
  static SshAddress parseJump(String text, String place) {
    String bare = text.startsWith("ssh://") ? text.substring(6).replaceFirst("/$", "") : text;
    int at = bare.lastIndexOf('@');
    String user = at < 0 ? null : bare.substring(0, at);
    Matcher m = AUTHORITY.matcher(bare.substring(at + 1));
    if (!m.matches() || m.group(1) != null || (user != null && user.isEmpty())) {
      throw InvalidAt.place(
          place, "ProxyJump '%s' is not [user@]host[:port]".formatted(hidePassword(text)));
    }
    if (user != null && user.contains(":")) {
      throw InvalidAt.place(place, "ProxyJump carries no password; use a key");
    }
    return new SshAddress(user, unbracket(m.group(2)), port(place, m.group(3)), "");
  }

  private static String hidePassword(String text) {
    return text.replaceFirst(":[^@/]*@", ":…@");
  }

  private static int port(String place, @Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw InvalidAt.place(place, "the port %s is not between 1 and 65535".formatted(digits));
    }
    return port;
  }

  private static String socket(URI uri, String shown) {
    String path = uri.getPath();
    if (path == null || path.isEmpty() || path.equals("/")) {
      return DEFAULT_SOCKET;
    }
    if (path.endsWith("/") || path.indexOf('\0') >= 0 || path.indexOf('\n') >= 0) {
      throw invalid(
          shown,
          "the path must be that of a socket, such as ssh://user@host/run/user/1000/docker.sock");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_BYTES) {
      throw invalid(
          shown,
          "the path of a unix socket has at most %d bytes; use a symbolic link with a shorter path"
              .formatted(MAX_SOCKET_BYTES));
    }
    return path;
  }

  private static String unbracket(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String decode(String text) {
    // URLDecoder is for forms, where + is a space.
    return text.contains("%")
        ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
        : text;
  }

  private static InvalidSpec invalid(String shown, String message) {
    return InvalidAt.place(shown, message);
  }

  /** {@code ssh://user@host:port/socket}, with only what was given. */
  @Override
  public String toString() {
    return "ssh://"
        + (user == null ? "" : user + "@")
        + (host.contains(":") ? "[" + host + "]" : host)
        + (port == 0 ? "" : ":" + port)
        + (socket.equals(DEFAULT_SOCKET) ? "" : socket);
  }
}
