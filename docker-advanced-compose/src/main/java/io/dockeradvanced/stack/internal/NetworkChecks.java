package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.NetworkSpec;
import io.dockeradvanced.compose.PortSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an engine takes for the addresses, ports and networks of a service. */
final class NetworkChecks {
  private static final Pattern MAC =
      Pattern.compile(
          "[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}|[0-9a-fA-F]{4}(?:\\.[0-9a-fA-F]{4}){2}");
  private static final Pattern IP =
      Pattern.compile(
          "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}"
              + "|\\[?[0-9a-fA-F.]*:[0-9a-fA-F:.]+]?");
  private static final Pattern PUBLISHED = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final Set<String> MODES = Set.of("", "none", "host", "bridge", "default");

  private final Checks checks;
  private final ComposeProject project;
  private final ServiceSpec service;
  private final Predicate<String> hasContainer;
  private final Predicate<String> hasNetwork;
  private final String at;

  /**
   * @param hasContainer whether the engine has a container of that name
   * @param hasNetwork whether the engine has a network of that name
   */
  NetworkChecks(
      Checks checks,
      ComposeProject project,
      ServiceSpec service,
      Predicate<String> hasContainer,
      Predicate<String> hasNetwork) {
    this.checks = checks;
    this.project = project;
    this.service = service;
    this.hasContainer = hasContainer;
    this.hasNetwork = hasNetwork;
    this.at = "services." + service.name();
  }

  void check() {
    ports();
    mode();
    names();
    addresses();
    attachments();
    macs();
  }

  private void ports() {
    List<PortSpec> ports = service.ports();
    for (int i = 0; i < ports.size(); i++) {
      PortSpec port = ports.get(i);
      String attribute = at + ".ports[" + i + "]";
      if (port.target() < 1) {
        checks.problem(attribute, "a port of a container is between 1 and 65535");
      }
      if (!PROTOCOLS.contains(port.protocol())) {
        checks.problem(attribute, "the protocol '%s' is none of tcp, udp, sctp", port.protocol());
      }
      if (!port.published().isEmpty() && !isRange(port.published())) {
        checks.problem(
            attribute, "'%s' is not a port or a range of ports up to 65535", port.published());
      }
    }
  }

  private static boolean isRange(String text) {
    Matcher m = PUBLISHED.matcher(text);
    if (!m.matches()) {
      return false;
    }
    int first = Integer.parseInt(m.group(1));
    int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
    return first <= last && last <= 65535;
  }

  private void mode() {
    String mode = service.networkMode();
    boolean ofService = mode.startsWith("service:");
    boolean ofContainer = mode.startsWith("container:");
    if (ofContainer && !hasContainer.test(mode.substring("container:".length()))) {
      checks.problem(
          at + ".network_mode",
          "there is no container '%s' on the engine",
          mode.substring("container:".length()));
    }
    if (ofService || ofContainer) {
      shared("ports", !service.ports().isEmpty());
      shared("expose", !service.expose().isEmpty());
      shared("hostname", !service.hostname().isEmpty());
      shared("dns", !service.dns().isEmpty());
      shared("extra_hosts", !service.extraHosts().isEmpty());
      shared("mac_address", !service.macAddress().isEmpty());
      shared("links", !service.links().isEmpty());
      shared("external_links", !service.externalLinks().isEmpty());
    } else if (!MODES.contains(mode) && !hasNetwork.test(mode)) {
      checks.problem(at + ".network_mode", "there is no network '%s' on the engine", mode);
    }
    if (Set.of("host", "none").contains(mode) && !service.ports().isEmpty()) {
      checks.warn(at + ".ports", "ports have no effect with network_mode: " + mode);
    }
    links(mode);
    if (mode.equals("host") && !service.macAddress().isEmpty()) {
      checks.problem(at + ".mac_address", "the network of the host has a MAC address already");
    }
    if (mode.equals("host")
        && service.sysctls().keySet().stream().anyMatch(name -> name.startsWith("net."))) {
      checks.problem(
          at + ".sysctls", "net.* cannot be set in the network of the host, which others use");
    }
  }

  private void links(String mode) {
    boolean none = service.links().isEmpty() && service.externalLinks().isEmpty();
    if (mode.equals("host") && !none) {
      checks.problem(
          checks.written(at + ".links", at + ".external_links"),
          "the network of the host knows no links; give other services their own networks");
    } else if (!none && !mode.isEmpty() && !MODES.contains(mode) && hasNetwork.test(mode)) {
      checks.warn(
          checks.written(at + ".links", at + ".external_links"),
          "links have no effect in a network that network_mode names; use networks");
    }
    each(service.links(), "links");
    each(service.externalLinks(), "external_links");
    for (int i = 0; i < service.externalLinks().size(); i++) {
      String other = service.externalLinks().get(i).split(":", -1)[0];
      if (!other.isEmpty() && !hasContainer.test(other)) {
        String attribute = at + ".external_links[" + i + "]";
        String sentence = "there is no container '%s' on the engine".formatted(other);
        if (service.networks().isEmpty()) {
          checks.problem(attribute, sentence);
        } else {
          checks.warn(attribute, sentence);
        }
      }
    }
  }

  private void each(List<String> links, String list) {
    for (int i = 0; i < links.size(); i++) {
      String[] parts = links.get(i).split(":", -1);
      if (parts.length > 2 || List.of(parts).contains("")) {
        checks.problem(
            at + "." + list + "[" + i + "]", "'%s' is not NAME or NAME:ALIAS", links.get(i));
      }
    }
  }

  private void shared(String attribute, boolean set) {
    if (set) {
      checks.problem(
          at + "." + attribute,
          "%s has no place in the network of another container; say it there",
          attribute);
    }
  }

  private void names() {
    List<String> hosts = service.extraHosts();
    for (String host : hosts) {
      String address = host.substring(host.indexOf('=') + 1);
      if (!address.equals("host-gateway") && !isIp(address)) {
        checks.problem(
            at + ".extra_hosts",
            "'%s' has no IP address; write HOST=ADDRESS or HOST=host-gateway",
            host);
      }
    }
    List<String> servers = service.dns();
    for (int i = 0; i < servers.size(); i++) {
      if (!isIp(servers.get(i))) {
        checks.problem(at + ".dns[" + i + "]", "'%s' is not an IP address", servers.get(i));
      }
    }
  }

  private static boolean isIp(String text) {
    return IP.matcher(text).matches();
  }

  private void attachments() {
    for (ServiceNetworkSpec joined : service.networks()) {
      String attribute = at + ".networks." + joined.network();
      String name = joined.interfaceName();
      if (!name.isEmpty()) {
        String other = joined.driverOptions().getOrDefault(Translate.INTERFACE_NAME, name);
        if (!other.equals(name)) {
          checks.problem(
              attribute + ".interface_name",
              "driver_opts gives the interface another name, %s; keep one",
              other);
        }
      }
    }
  }

  /** The engine gives a fixed address only out of a subnet that somebody chose. */
  private void addresses() {
    for (ServiceNetworkSpec joined : service.networks()) {
      NetworkSpec network = project.networks().get(joined.network());
      if (network == null || network.external()) {
        continue;
      }
      List<String> subnets = network.ipamPools().stream().map(pool -> pool.subnet()).toList();
      fixed(joined, "ipv4_address", joined.ipv4Address(), subnets, ".");
      fixed(joined, "ipv6_address", joined.ipv6Address(), subnets, ":");
    }
  }

  private void fixed(
      ServiceNetworkSpec joined,
      String attribute,
      String address,
      List<String> subnets,
      String family) {
    if (!address.isEmpty() && subnets.stream().noneMatch(subnet -> subnet.contains(family))) {
      checks.problem(
          at + ".networks." + joined.network() + "." + attribute,
          "%s needs a subnet of its network; give networks.%s.ipam.config one",
          attribute,
          joined.network());
    }
  }

  private void macs() {
    mac(at + ".mac_address", service.macAddress());
    for (ServiceNetworkSpec joined : service.networks()) {
      String attribute = at + ".networks." + joined.network() + ".mac_address";
      mac(attribute, joined.macAddress());
    }
    // An engine gives the address of a service to the first network that it joins.
    if (!service.networks().isEmpty() && !service.macAddress().isEmpty()) {
      ServiceNetworkSpec first = service.networks().get(0);
      if (!first.macAddress().isEmpty() && !first.macAddress().equals(service.macAddress())) {
        checks.problem(
            at + ".mac_address",
            "mac_address of the service differs from that of its first network %s; keep one",
            first.network());
      }
    }
  }

  private void mac(String attribute, String address) {
    if (!address.isEmpty() && !MAC.matcher(address).matches()) {
      checks.problem(attribute, "'%s' is not a MAC address such as 02:42:ac:11:00:02", address);
    }
  }
}
