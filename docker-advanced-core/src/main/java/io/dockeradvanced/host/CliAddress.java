package io.dockeradvanced.host;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.host.HostAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as the docker command takes them in {@code DOCKER_HOST} and {@code --host}. */
final class CliAddress {
  static final String SOCKET = "/var/run/docker.sock";
  static final String TLS_DEFAULT = "tcp://localhost:2376";

  private static final Pattern TCP =
      Pattern.compile("(?<host>\\[[^\\]]*]|[^:/\\[\\]]*)(?::(?<port>[^:/]*))?(?<path>/.*)?");

  private CliAddress() {}

  /**
   * The whole address: {@code web1} is {@code tcp://web1:2375}, {@code tcp://} is the port 2375 of
   * this machine, {@code unix://} the usual socket. What is no address of TCP or of a socket is
   * left as it is.
   */
  static String complete(String text) {
    String given = text.strip();
    int mark = given.indexOf("://");
    String scheme = mark < 0 ? "tcp" : given.substring(0, mark).toLowerCase(Locale.ROOT);
    String rest = mark < 0 ? given : given.substring(mark + 3);
    return switch (scheme) {
      case "tcp" -> tcp(given, rest);
      case "unix" -> "unix://" + (rest.isEmpty() ? SOCKET : rest);
      default -> given;
    };
  }

  private static String tcp(String given, String rest) {
    Matcher m = TCP.matcher(rest);
    if (!m.matches()) {
      throw new InvalidSpec(
          HostAddress.shown(given),
          0,
          0,
          "this is not the address of an engine; write tcp://host:port, an IPv6 address in brackets");
    }
    String port = m.group("port");
    return "tcp://%s:%s%s"
        .formatted(
            m.group("host").isEmpty() ? "localhost" : m.group("host"),
            port == null || port.isEmpty() ? "2375" : port,
            m.group("path") == null ? "" : m.group("path"));
  }

  /** Whether TLS has a meaning there; it has none on sockets of this machine and inside SSH. */
  static boolean takesTls(String address) {
    String scheme = address.replaceFirst("://.*", "").toLowerCase(Locale.ROOT);
    return scheme.equals("tcp") || scheme.equals("http") || scheme.equals("https");
  }
}
