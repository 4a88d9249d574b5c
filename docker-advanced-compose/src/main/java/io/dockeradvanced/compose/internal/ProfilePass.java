package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Pass 14½: only services without profiles, or with one that is switched on, stay. */
final class ProfilePass {
  private final List<String> profiles;

  ProfilePass(List<String> profiles) {
    this.profiles = profiles;
  }

  /**
   * As Docker Compose has it when services are named: the profiles of these are switched on, for
   * them and for what they depend on; whoever else has such a profile stays off.
   *
   * @param named none for all that the profiles switch on
   */
  static Mapping apply(Mapping model, List<String> profiles, Set<String> named) {
    Mapping on = new ProfilePass(profiles).apply(model);
    Mapping more = of(model, profiles, named).apply(model);
    Set<String> names = new TreeSet<>(Loader.section(on, "services").keys());
    names.addAll(Chosen.of(Loader.section(more, "services"), named));
    return model.with("services", Chosen.only(Loader.section(model, "services"), names));
  }

  private static ProfilePass of(Mapping model, List<String> profiles, Set<String> named) {
    ProfilePass chosen = new ProfilePass(profiles);
    List<String> all = new ArrayList<>(profiles);
    Mapping services = Loader.section(model, "services");
    for (String name : named) {
      if (services.get(name) instanceof Mapping service && !chosen.isOn(service)) {
        all.addAll(new Fields(service).list("profiles"));
      }
    }
    return new ProfilePass(all);
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
