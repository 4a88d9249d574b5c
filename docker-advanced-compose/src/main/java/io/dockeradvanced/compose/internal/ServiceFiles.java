package io.dockeradvanced.compose.internal;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pass 16: what {@code env_file} and {@code label_file} of the services name. What is wrong with
 * those of a service that is not meant is nobody's business: it is left out, with what depends on
 * it, like a service of a profile that is off.
 */
final class ServiceFiles {
  private final Environment environment;
  private final Loader.Request request;
  private final Findings findings;
  private final Budget budget;
  private final Set<String> unread = new TreeSet<>();

  ServiceFiles(Environment environment, Loader.Request request, Findings findings) {
    this.environment = environment;
    this.request = request;
    this.findings = findings;
    // What services repeat counts each time, for each has a copy.
    this.budget = new Budget(findings);
  }

  /** The services whose files there were, and were not read, in order. */
  Set<String> unread() {
    return Collections.unmodifiableSet(unread);
  }

  Mapping apply(Mapping model) {
    Mapping services = Loader.section(model, "services");
    Set<String> meant = Chosen.of(services, request.services());
    Set<String> out = new TreeSet<>();
    Mapping read =
        services.map(
            (name, node) -> {
              if (!(node instanceof Mapping service)) {
                return node;
              }
              if (!request.serviceFiles()) {
                return unread(name, service);
              }
              Findings own = meant.contains(name) ? findings : new Findings();
              Mapping whole = read(service, own);
              if (own != findings && own.hasErrors()) {
                out.add(name);
              }
              return whole;
            });
    addDependents(services, out);
    return model.with("services", read.map((name, node) -> out.contains(name) ? null : node));
  }

  private static void addDependents(Mapping services, Set<String> out) {
    boolean more = !out.isEmpty();
    while (more) {
      more = false;
      for (String name : services.keys()) {
        Mapping dependencies = Loader.section((Mapping) services.at(name), "depends_on");
        if (dependencies.keys().stream().anyMatch(out::contains)) {
          more |= out.add(name);
        }
      }
    }
  }

  private Mapping read(Mapping service, Findings own) {
    EnvFilePass variables = new EnvFilePass(environment, request.files(), budget, own);
    LabelFilePass labels = new LabelFilePass(request.files(), budget, own);
    return labels.apply(variables.apply(service));
  }

  private Mapping unread(String name, Mapping service) {
    if (service.has("env_file") || service.has("label_file")) {
      unread.add(name);
    }
    return service.without("env_file");
  }
}
