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
    if (service.get("build") instanceof Mapping build && !build.has("context")) {
      service = service.with("build", build.with("context", "."));
    }
    service = each(service, "ports", DefaultsPass::port);
    service = each(service, "secrets", DefaultsPass::secret);
    service = each(service, "gpus", DefaultsPass::request);
    return service.get("deploy") instanceof Mapping deploy
        ? service.with("deploy", deploy(deploy))
        : service;
  }

  private static Mapping each(Mapping holder, String key, UnaryOperator<Mapping> change) {
    if (!(holder.get(key) instanceof Sequence sequence)) {
      return holder;
    }
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(item instanceof Mapping mapping ? change.apply(mapping) : item);
    }
    return holder.with(key, new Sequence(items, sequence.mark()));
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

  private static Mapping deploy(Mapping deploy) {
    if (deploy.get("resources") instanceof Mapping resources
        && resources.get("reservations") instanceof Mapping reserved) {
      Mapping filled = each(reserved, "devices", DefaultsPass::request);
      return deploy.with("resources", resources.with("reservations", filled));
    }
    return deploy;
  }

  /** Who says neither which devices nor how many gets all of them. */
  private static Mapping request(Mapping request) {
    return request.has("count") || request.has("device_ids")
        ? request
        : request.with("count", "all");
  }
}
