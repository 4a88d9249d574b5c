package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.strings;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Unique;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows of how others reach a service: its networks and its ports. */
final class ConnectionAttributes {
  private ConnectionAttributes() {}

  /** The service in one network. */
  static Attribute network() {
    return struct(
            "*",
            strings("aliases").unique(Unique.KEY).distinct().doc("More names in this network."),
            Attributes.options("driver_opts").doc("Options of the driver."),
            integer("gw_priority")
                .accepts(Yaml.INTEGER, Yaml.NUMBER)
                .hashedIn(Releases.from("2.34.0"))
                .verdict(Verdict.api(48, "gw_priority"))
                .doc("The network of the highest is the way out."),
            string("interface_name")
                .verdict(Verdict.api(49, "interface_name"))
                .doc("Name of the interface."),
            string("ipv4_address").doc("Fixed IPv4 address."),
            string("ipv6_address").doc("Fixed IPv6 address."),
            strings("link_local_ips").unique(Unique.KEY).distinct().doc("Link-local addresses."),
            string("mac_address")
                .verdict(Verdict.api(44, "mac_address of one network"))
                .doc("MAC address in this network."),
            integer("priority")
                .accepts(Yaml.INTEGER, Yaml.NUMBER)
                .doc("Networks of higher priority are joined first."))
        .orderIn(
            Releases.until("2.36.0"),
            "priority",
            "gw_priority",
            "aliases",
            "ipv4_address",
            "ipv6_address",
            "link_local_ips",
            "mac_address",
            "driver_opts")
        .also(Yaml.NULL);
  }

  /** One port, or a range. */
  static Attribute port() {
    return struct(
            "[]",
            string("name").verdict(SharedVerdicts.NOTE).doc("Name of the port."),
            string("mode")
                .verdict(
                    Verdict.warned("only Swarm tells mode: host from others")
                        .except(Verdict.supported("as without it"), "ingress"))
                .doc("`ingress` or `host`."),
            string("host_ip").doc("Address of the server that is bound."),
            integer("target").cast().range(0, 65535).doc("Port in the container."),
            string("published").also(Yaml.INTEGER).doc("Port or range on the server."),
            string("protocol").doc("`tcp`, `udp` or `sctp`."),
            string("app_protocol").verdict(SharedVerdicts.NOTE).doc("What the port speaks."))
        .also(Yaml.STRING, Yaml.INTEGER, Yaml.NUMBER);
  }
}
