package io.dockeradvanced.transport;

import io.dockeradvanced.InvalidSpec;
import java.net.URI;

/**
 * Host and port of a {@code tcp://}, {@code http://} or {@code https://} URI. Taken apart here,
 * because {@link URI} knows no host names with underscores, which containers often have.
 */
record TcpAddress(String host, int port) {
  static final int PLAIN = 2375;
  static final int TLS = 2376;

  /**
   * @param tls decides the port when the URI names none
   * @throws InvalidSpec when it names no host, or more than host and port
   */
  static TcpAddress of(URI uri, boolean tls) {
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.contains("@")) {
      throw invalid(uri, "an engine takes no user and password; write tcp://host:port");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (!path.isEmpty() && !path.equals("/")
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw invalid(
          uri,
          "an engine below a path cannot be reached; write host and port only: tcp://host:port");
    }
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    boolean named = colon > bracket;
    String host = named ? authority.substring(0, colon) : authority;
    if (bracket > 0 && host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw invalid(uri, "write the IPv6 address in brackets: tcp://[::1]:2376");
    }
    if (host.isEmpty()) {
      throw invalid(uri, "it names no host; write tcp://host:port");
    }
    String port = named ? authority.substring(colon + 1) : "";
    return new TcpAddress(host, port.isEmpty() ? usual(uri, tls) : port(uri, port));
  }

  private static int usual(URI uri, boolean tls) {
    return switch (uri.getScheme().toLowerCase(java.util.Locale.ROOT)) {
      case "http" -> 80;
      case "https" -> 443;
      default -> tls ? TLS : PLAIN;
    };
  }

  private static int port(URI uri, String text) {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65536) {
        return port;
      }
    }
    throw invalid(uri, "'%s' is no port; write a number from 1 to 65535".formatted(text));
  }

  private static InvalidSpec invalid(URI uri, String message) {
    String shown = uri.toString().replaceFirst("//[^/]*@", "//");
    return new InvalidSpec(shown, 0, 0, message);
  }

  /** {@code host:port}, the host in brackets when it is an IPv6 address. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
