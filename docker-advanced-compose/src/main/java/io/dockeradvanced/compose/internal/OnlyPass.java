package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Some services of a loaded project, what they depend on and what these use; nothing else. */
public final class OnlyPass {
  private OnlyPass() {}

  /**
   * @param named none for all
   * @throws InvalidSpec when the project has no such service
   */
  public static Model apply(Model model, Set<String> named) {
    if (named.isEmpty()) {
      return model;
    }
    Mapping services = model.services();
    List<InvalidSpec.Finding> unknown =
        new TreeSet<>(named)
            .stream()
                .filter(name -> !services.has(name))
                .map(name -> unknown(model, name))
                .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidSpec(unknown);
    }
    Set<String> chosen = Chosen.of(services, named);
    Mapping kept =
        Chosen.only(services, chosen).map((name, node) -> without((Mapping) node, chosen));
    Set<String> unread = new TreeSet<>(model.unread());
    unread.retainAll(chosen);
    return new Model(
        model.name(),
        UsedResources.only(model.root().with("services", kept)),
        model.merged(),
        model.defaultPlatform(),
        model.release(),
        model.environment(),
        model.variablesUsed(),
        unread,
        model.warnings());
  }

  private static InvalidSpec.Finding unknown(Model model, String name) {
    return InvalidSpec.Finding.at(
        model.name(),
        model.allServices().contains(name)
            ? "no profile that is on has service %s".formatted(name)
            : "there is no service %s; the stack has %s"
                .formatted(name, String.join(", ", new TreeSet<>(model.allServices()))));
  }

  /** What a service can do without, and is not there, is no dependency. */
  private static Mapping without(Mapping service, Set<String> chosen) {
    if (!(service.get("depends_on") instanceof Mapping dependencies)) {
      return service;
    }
    Mapping left = Chosen.only(dependencies, chosen);
    return left.keys().isEmpty() ? service.without("depends_on") : service.with("depends_on", left);
  }
}
