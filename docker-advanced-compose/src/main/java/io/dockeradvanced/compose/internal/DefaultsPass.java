package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;

/** Pass 9: what an attribute means where the file leaves a part of it out. */
final class DefaultsPass {
  private DefaultsPass() {}

  static Mapping apply(Mapping model) {
    if (!(model.get("services") instanceof Mapping services)) {
      return model;
    }
    return model.with(
        "services",
        services.map((name, node) -> node instanceof Mapping service ? service(service) : node));
  }

  private static Mapping service(Mapping service) {
    if (!(service.get("ports") instanceof Sequence ports)) {
      return service;
    }
    List<Node> items = new ArrayList<>();
    for (Node item : ports.items()) {
      items.add(item instanceof Mapping port ? port(port) : item);
    }
    return service.with("ports", new Sequence(items, ports.mark()));
  }

  private static Mapping port(Mapping port) {
    Mapping normal = port.has("protocol") ? port : port.with("protocol", "tcp");
    return normal.has("mode") ? normal : normal.with("mode", "ingress");
  }
}
