package io.dockeradvanced.compose.internal;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Networks, volumes, configs, secrets and models no active service uses are no part of a model. */
final class UsedResources {
  private final Set<String> networks = new TreeSet<>();
  private final Set<String> volumes = new TreeSet<>();
  private final Set<String> configs = new TreeSet<>();
  private final Set<String> secrets = new TreeSet<>();
  private final Set<String> models = new TreeSet<>();

  private UsedResources() {}

  static Mapping only(Mapping model) {
    UsedResources used = new UsedResources();
    for (Mapping.Entry entry : Loader.section(model, "services").entries().values()) {
      used.service((Mapping) entry.value());
    }
    return model
        .with("networks", kept(model, "networks", used.networks))
        .with("volumes", kept(model, "volumes", used.volumes))
        .with("configs", kept(model, "configs", used.configs))
        .with("secrets", kept(model, "secrets", used.secrets))
        .with("models", kept(model, "models", used.models));
  }

  private static Mapping kept(Mapping model, String section, Set<String> used) {
    return Loader.section(model, section).map((key, node) -> used.contains(key) ? node : null);
  }

  private void service(Mapping service) {
    networks.addAll(Loader.section(service, "networks").keys());
    models.addAll(Loader.section(service, "models").keys());
    sources(service.get("configs"), configs);
    sources(service.get("secrets"), secrets);
    sources(Loader.section(service, "build").get("secrets"), secrets);
    if (service.get("volumes") instanceof Sequence mounts) {
      List<Node> named =
          mounts.items().stream()
              .filter(node -> "volume".equals(((Mapping) node).text("type")))
              .toList();
      sources(new Sequence(named, mounts.mark()), volumes);
    }
  }

  private static void sources(@Nullable Node items, Set<String> sources) {
    if (items instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        String source = ((Mapping) item).text("source");
        if (source != null) {
          sources.add(source);
        }
      }
    }
  }
}
