package io.dockeradvanced.compose;

import java.util.List;
import java.util.Map;

/**
 * How a service's containers join one network; texts that are not set are empty.
 *
 * @param network key of the network in the model
 * @param priority networks of higher priority are joined first
 * @param gatewayPriority the network of the highest is the way out
 */
public record ServiceNetworkSpec(
    String network,
    List<String> aliases,
    String ipv4Address,
    String ipv6Address,
    String macAddress,
    List<String> linkLocalIps,
    Map<String, String> driverOptions,
    int priority,
    int gatewayPriority,
    String interfaceName) {

  public ServiceNetworkSpec {
    aliases = List.copyOf(aliases);
    linkLocalIps = List.copyOf(linkLocalIps);
    driverOptions = Map.copyOf(driverOptions);
  }
}
