package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Fields;
import io.dockeradvanced.compose.internal.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network of the model. */
public final class NetworkSpec {
  private final String key;
  private final Mapping node;
  private final Fields fields;

  NetworkSpec(String key, Mapping network) {
    this.key = key;
    this.node = network;
    this.fields = new Fields(network);
  }

  /** What services call it. */
  public String key() {
    return key;
  }

  /** What the engine calls it. */
  public String name() {
    return fields.text("name");
  }

  /**
   * Whether the model has a value for an attribute that is not its zero value.
   *
   * @param attribute such as {@code ipam.config}
   */
  public boolean isSet(String attribute) {
    return Fields.isSet(node, attribute);
  }

  /** Empty for the engine's default. */
  public String driver() {
    return fields.text("driver");
  }

  public Map<String, String> driverOptions() {
    return fields.map("driver_opts");
  }

  /** Whether it must exist already. */
  public boolean external() {
    return fields.flag("external");
  }

  public boolean internal() {
    return fields.flag("internal");
  }

  public boolean attachable() {
    return fields.flag("attachable");
  }

  public Optional<Boolean> enableIpv4() {
    return fields.optionalFlag("enable_ipv4");
  }

  public Optional<Boolean> enableIpv6() {
    return fields.optionalFlag("enable_ipv6");
  }

  public Map<String, String> labels() {
    return fields.map("labels");
  }

  /** Empty for the engine's default. */
  public String ipamDriver() {
    return fields.struct("ipam").text("driver");
  }

  public List<IpamPoolSpec> ipamPools() {
    return fields.struct("ipam").structs("config").stream()
        .map(
            pool ->
                new IpamPoolSpec(
                    pool.text("subnet"),
                    pool.text("gateway"),
                    pool.text("ip_range"),
                    pool.map("aux_addresses")))
        .toList();
  }

  /** Options of the address management driver. Docker Compose drops them. */
  public Map<String, String> ipamOptions() {
    return fields.struct("ipam").map("options");
  }

  @Override
  public String toString() {
    return "NetworkSpec[" + key + ", " + name() + "]";
  }
}
