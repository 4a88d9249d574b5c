package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two containers that would want the same port of the server. */
final class PortClashes {
  private record Binding(String service, String ip, int port, String protocol) {
    boolean clashes(Binding other) {
      boolean sameAddress =
          ip.equals(other.ip)
              || isAny() && isV4() == other.isV4()
              || other.isAny() && isV4() == other.isV4();
      boolean everywhere = ip.isEmpty() || other.ip.isEmpty();
      return port == other.port && protocol.equals(other.protocol) && (everywhere || sameAddress);
    }

    private boolean isAny() {
      return ip.equals("0.0.0.0") || ip.equals("::");
    }

    private boolean isV4() {
      return ip.indexOf(':') < 0;
    }
  }

  private PortClashes() {}

  static void check(Mapping services, Findings findings) {
    Map<String, List<Binding>> taken = new HashMap<>();
    for (String name : services.keys()) {
      Mapping service = (Mapping) services.at(name);
      if (ConsistencyPass.scaleOf(service) > 0 && service.get("ports") instanceof Sequence ports) {
        ports.items().forEach(port -> port(name, service, (Mapping) port, taken, findings));
      }
    }
  }

  private static void port(
      String name,
      Mapping service,
      Mapping port,
      Map<String, List<Binding>> taken,
      Findings findings) {
    Binding binding = binding(name, port);
    if (binding == null) {
      return;
    }
    String what = binding.port() + "/" + binding.protocol();
    if (ConsistencyPass.scaleOf(service) > 1) {
      findings.error(
          port.mark(),
          "services."
              + name
              + " publishes the fixed port "
              + what
              + ", so it cannot have more than one container; publish a range or none.");
    }
    List<Binding> others = taken.computeIfAbsent(what, ignored -> new ArrayList<>());
    for (Binding other : others) {
      if (binding.clashes(other)) {
        String who = other.service().equals(name) ? "twice" : "but so does " + other.service();
        findings.error(
            port.mark(), "services." + name + " publishes the port " + what + " " + who + ".");
        return;
      }
    }
    others.add(binding);
  }

  /** Only fixed ports can clash; for a range the engine looks for a free one. */
  private static @Nullable Binding binding(String service, Mapping port) {
    String published = port.text("published");
    if (published == null || !published.matches("[0-9]{1,5}") || published.matches("0+")) {
      return null;
    }
    String ip = port.text("host_ip");
    String protocol = port.text("protocol");
    return new Binding(
        service,
        ip == null ? "" : ip,
        Integer.parseInt(published),
        protocol == null ? "tcp" : protocol);
  }
}
