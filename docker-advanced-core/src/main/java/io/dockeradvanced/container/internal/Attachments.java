package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import java.util.Optional;

/**
 * Connects containers with networks and disconnects them, so that a lost reply does no harm: what
 * counts is how the container stands afterwards.
 */
final class Attachments {
  private Attachments() {}

  /**
   * The id of the network of that name that a container is attached to; empty for none. A container
   * that does not run keeps the id of a network that is gone.
   */
  static Optional<String> of(Engine engine, String container, String network) {
    return Target.container(engine, container)
        .map(found -> found.path("NetworkSettings").path("Networks").path(network))
        .filter(attached -> !attached.isMissingNode())
        .map(attached -> attached.path("NetworkID").asText());
  }

  /**
   * @param to the id or the name of the network
   * @param name of the network
   */
  static void connect(Engine engine, String container, String to, String name, Data endpoint) {
    Data body = Data.of("Container", container).with("EndpointConfig", endpoint);
    try {
      engine.send(call(to, "connect", body));
    } catch (EngineRejected | UnreachableHost | TimedOut e) {
      if (Reconcile.standsStill(e) || of(engine, container, name).isEmpty()) {
        throw e;
      }
      // Attached: by a lost call of before, or by a process that is gone.
    }
  }

  /** As {@link #connect}. */
  static void disconnect(Engine engine, String container, String from, String name) {
    Data body = Data.of("Container", container).with("Force", true);
    try {
      engine.send(call(from, "disconnect", body));
    } catch (EngineRejected | UnreachableHost | TimedOut e) {
      if (Reconcile.standsStill(e) || of(engine, container, name).isPresent()) {
        throw e;
      }
    }
  }

  private static Call call(String network, String verb, Data body) {
    JsonNode json = Json.toTree(body.asMap());
    return Call.post("/networks/" + Call.segment(network) + "/" + verb).json(json);
  }
}
