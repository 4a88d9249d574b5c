package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The short form of a port: {@code [HOST_IP:][PUBLISHED:]TARGET[/PROTOCOL]}, with ranges. */
final class PortSyntax {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

  private record Range(int from, int to) {
    int size() {
      return to - from;
    }
  }

  private PortSyntax() {}

  /**
   * One long form for each target port.
   *
   * @throws IllegalArgumentException with the reason when the text is no port
   */
  static List<Node> parse(String text, Mark mark) {
    String[] parts = text.split(":", -1);
    int n = parts.length;
    String ip = n < 3 ? "" : String.join(":", List.of(parts).subList(0, n - 2));
    String published = n < 2 ? "" : parts[n - 2];
    String[] slash = parts[n - 1].split("/", -1);
    String protocol =
        slash.length < 2 || slash[1].isEmpty() ? "tcp" : slash[1].toLowerCase(Locale.ROOT);
    if (ip.startsWith("[") && ip.endsWith("]")) {
      ip = ip.substring(1, ip.length() - 1);
    }
    if (!ip.isEmpty() && !Addresses.isIp(ip)) {
      throw new IllegalArgumentException(ip + " is not an IP address");
    }
    if (slash[0].isEmpty()) {
      throw new IllegalArgumentException("it names no port of the container");
    }
    Range targets = range(slash[0]);
    Range hosts = published.isEmpty() ? new Range(0, 0) : range(published);
    if (!published.isEmpty() && targets.size() != hosts.size() && targets.size() != 0) {
      throw new IllegalArgumentException("the two ranges differ in length");
    }
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("the protocol must be tcp, udp or sctp");
    }
    List<Node> ports = new ArrayList<>();
    for (int i = 0; i <= targets.size(); i++) {
      Mapping port = Mapping.empty(mark).with("mode", "ingress");
      if (!ip.isEmpty()) {
        port = port.with("host_ip", ip);
      }
      port = port.with("target", (long) (targets.from() + i));
      if (!published.isEmpty()) {
        boolean choice = targets.size() == 0 && hosts.size() > 0;
        port =
            port.with(
                "published",
                choice ? hosts.from() + "-" + hosts.to() : String.valueOf(hosts.from() + i));
      }
      ports.add(port.with("protocol", protocol));
    }
    // Compose sorts the ports of a range as texts.
    ports.sort(Comparator.comparing(port -> ((Mapping) port).text("target") + "/"));
    return ports;
  }

  private static Range range(String text) {
    String[] ends = text.split("-", -1);
    int from = number(ends[0]);
    int to = ends.length == 1 ? from : number(ends[1]);
    if (to < from) {
      throw new IllegalArgumentException("the range " + text + " runs backwards");
    }
    return new Range(from, to);
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("\"" + text + "\" is no port from 0 to 65535");
    }
    return Integer.parseInt(text);
  }
}
