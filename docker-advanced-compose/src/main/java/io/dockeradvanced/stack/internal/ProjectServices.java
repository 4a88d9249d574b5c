package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.DependencySpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Services of a project by their names, and who depends on whom among them. */
final class ProjectServices {
  private ProjectServices() {}

  /**
   * @throws InvalidSpec when the project lacks one of the services
   */
  static void require(ComposeProject project, Collection<String> services) {
    for (String service : services) {
      if (!project.services().containsKey(service)) {
        String why =
            project.disabledServices().contains(service)
                ? "no profile of stack %s that is on has this service; enable it when the project is loaded"
                : "stack %s has no such service; it has "
                    + String.join(", ", project.services().keySet());
        throw new InvalidSpec(service, 0, 0, why.formatted(project.name()));
      }
    }
  }

  /** These, of those that there are, and all that they depend on. */
  static Set<String> withDependencies(ComposeProject project, Collection<String> names) {
    Set<String> all = new TreeSet<>();
    names.forEach(name -> add(project, name, all));
    return all;
  }

  private static void add(ComposeProject project, String name, Set<String> all) {
    ServiceSpec service = project.services().get(name);
    if (service != null && all.add(name)) {
      service.dependencies().forEach(dependency -> add(project, dependency.service(), all));
    }
  }

  /** These, and all that depend on one of them. */
  static Set<String> withDependents(ComposeProject project, Collection<String> names) {
    Set<String> all = new TreeSet<>(names);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (ServiceSpec service : project.services().values()) {
        boolean depends =
            service.dependencies().stream().map(DependencySpec::service).anyMatch(all::contains);
        grown |= depends && all.add(service.name());
      }
    }
    return all;
  }
}
