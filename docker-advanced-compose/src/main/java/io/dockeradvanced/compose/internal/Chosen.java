package io.dockeradvanced.compose.internal;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Services that are named, and all that those depend on. */
final class Chosen {
  private Chosen() {}

  /**
   * Their names, of those that there are.
   *
   * @param named none for all
   */
  static Set<String> of(Mapping services, Set<String> named) {
    if (named.isEmpty()) {
      return services.keys();
    }
    Set<String> chosen = new TreeSet<>();
    add(services, named, chosen);
    return chosen;
  }

  private static void add(Mapping services, Collection<String> names, Set<String> chosen) {
    for (String name : names) {
      if (services.get(name) instanceof Mapping service && chosen.add(name)) {
        add(services, Loader.section(service, "depends_on").keys(), chosen);
      }
    }
  }

  /** The services of these names alone. */
  static Mapping only(Mapping services, Set<String> names) {
    return services.map((name, node) -> names.contains(name) ? node : null);
  }
}
