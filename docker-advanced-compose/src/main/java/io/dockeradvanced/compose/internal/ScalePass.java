package io.dockeradvanced.compose.internal;

/** Pass 15½: a deploy section repeats what {@code scale} says. */
final class ScalePass {
  private ScalePass() {}

  static Mapping apply(Mapping model) {
    Mapping services =
        Loader.section(model, "services")
            .map((name, node) -> node instanceof Mapping service ? service(service) : node);
    return model.with("services", services);
  }

  private static Mapping service(Mapping service) {
    Node scale = service.get("scale");
    return scale != null && !scale.isNull() && service.get("deploy") instanceof Mapping deploy
        ? service.with("deploy", deploy.with("replicas", scale))
        : service;
  }
}
