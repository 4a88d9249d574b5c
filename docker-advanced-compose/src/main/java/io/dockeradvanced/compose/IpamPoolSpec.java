package io.dockeradvanced.compose;

import java.util.Map;

/** A range of addresses of a network; texts that are not set are empty. */
public record IpamPoolSpec(
    String subnet, String gateway, String ipRange, Map<String, String> auxiliaryAddresses) {

  public IpamPoolSpec {
    auxiliaryAddresses = Map.copyOf(auxiliaryAddresses);
  }
}
