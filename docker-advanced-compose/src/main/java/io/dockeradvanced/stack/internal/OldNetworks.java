package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How networks, and containers in them, are made again as an engine describes them. */
final class OldNetworks {
  private static final List<String> NETWORK =
      List.of(
          "Name",
          "Driver",
          "Options",
          "Internal",
          "Attachable",
          "EnableIPv4",
          "EnableIPv6",
          "ConfigOnly",
          "Scope",
          "Labels");
  private static final List<String> ENDPOINT =
      List.of("IPAMConfig", "Links", "DriverOpts", "GwPriority");
  private static final int SHORT = 12;

  private OldNetworks() {}

  /** The body of the create call. */
  static Data body(JsonNode network) {
    Data body = copy(network, NETWORK);
    Data ipam = copy(network.path("IPAM"), List.of("Driver", "Options", "Config"));
    if (!ipam.isEmpty()) {
      body = body.with("IPAM", ipam);
    }
    Optional<String> from = Optional.of(network.path("ConfigFrom").path("Network").asText());
    return from.filter(name -> !name.isEmpty())
        .map(name -> Data.of("Network", name))
        .map(config -> copy(network, NETWORK).with("ConfigFrom", config))
        .orElse(body);
  }

  /**
   * The endpoint of the connect call. Without a MAC address: older engines keep it with the
   * container, and newer ones take none here.
   *
   * @param container as inspected
   * @param network by name
   */
  static Data endpoint(JsonNode container, String network) {
    JsonNode attached = container.path("NetworkSettings").path("Networks").path(network);
    Data endpoint = copy(attached, ENDPOINT);
    String id = container.path("Id").asText();
    List<String> aliases = new ArrayList<>();
    for (JsonNode alias : attached.path("Aliases")) {
      // The engine adds this one by itself.
      if (id.length() < SHORT || !alias.asText().equals(id.substring(0, SHORT))) {
        aliases.add(alias.asText());
      }
    }
    return aliases.isEmpty() ? endpoint : endpoint.with("Aliases", aliases);
  }

  private static Data copy(JsonNode from, List<String> fields) {
    Map<String, Object> all = Json.object(from.isObject() ? from.toString() : "{}");
    Data copy = Data.empty();
    for (String field : fields) {
      Object value = all.get(field);
      if (value != null) {
        copy = copy.with(field, value);
      }
    }
    return copy;
  }
}
