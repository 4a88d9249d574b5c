package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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

  private static Mapping service(Mapping given) {
    Mapping service = given;
    if (service.get("ports") instanceof Sequence ports) {
      service = service.with("ports", each(ports, DefaultsPass::port));
    }
    if (service.get("build") instanceof Mapping build && !build.has("context")) {
      service = service.with("build", build.with("context", "."));
    }
    if (service.get("secrets") instanceof Sequence secrets) {
      service = service.with("secrets", each(secrets, DefaultsPass::secret));
    }
    if (service.get("gpus") instanceof Sequence gpus) {
      service = service.with("gpus", each(gpus, DefaultsPass::request));
    }
    return service.get("deploy") instanceof Mapping deploy
        ? service.with("deploy", deploy(deploy))
        : service;
  }

  private static Sequence each(Sequence sequence, UnaryOperator<Mapping> change) {
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(item instanceof Mapping mapping ? change.apply(mapping) : item);
    }
    return new Sequence(items, sequence.mark());
  }

  private static Mapping port(Mapping port) {
    Mapping normal = port.has("protocol") ? port : port.with("protocol", "tcp");
    return normal.has("mode") ? normal : normal.with("mode", "ingress");
  }

  private static Mapping secret(Mapping secret) {
    return secret.has("target")
        ? secret
        : secret.with("target", "/run/secrets/" + secret.text("source"));
  }

  /** Who says neither which devices nor how many gets all of them. */
  private static Mapping request(Mapping request) {
    return request.has("count") || request.has("device_ids")
        ? request
        : request.with("count", "all");
  }

  private static Mapping deploy(Mapping deploy) {
    if (deploy.get("resources") instanceof Mapping resources
        && resources.get("reservations") instanceof Mapping reserved
        && reserved.get("devices") instanceof Sequence devices) {
      Mapping filled = reserved.with("devices", each(devices, DefaultsPass::request));
      return deploy.with("resources", resources.with("reservations", filled));
    }
    return deploy;
  }
}
