package io.dockeradvanced.compose.internal;

import java.util.List;

/** Pass 14½: only services without profiles, or with one that is switched on, stay. */
final class ProfilePass {
  private final List<String> profiles;

  ProfilePass(List<String> profiles) {
    this.profiles = profiles;
  }

  Mapping apply(Mapping model) {
    Mapping services =
        Loader.section(model, "services")
            .map((name, node) -> node instanceof Mapping service && isOn(service) ? node : null);
    return model.with("services", services);
  }

  private boolean isOn(Mapping service) {
    if (!(service.get("profiles") instanceof Sequence own) || own.items().isEmpty()) {
      return true;
    }
    return profiles.contains("*")
        || own.items().stream().anyMatch(item -> profiles.contains(((Scalar) item).text()));
  }

  /** The services of the first model that the second lacks. */
  static Mapping rest(Mapping all, Mapping active) {
    Mapping kept = Loader.section(active, "services");
    return Loader.section(all, "services").map((name, node) -> kept.has(name) ? null : node);
  }
}
