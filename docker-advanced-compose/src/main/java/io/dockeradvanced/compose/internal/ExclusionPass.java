package io.dockeradvanced.compose.internal;

import java.util.List;

/** Pass 10, too: what excludes each other, and what must not be missing. */
final class ExclusionPass {
  private final Findings findings;

  ExclusionPass(Findings findings) {
    this.findings = findings;
  }

  void check(Mapping model) {
    Mapping services = Loader.section(model, "services");
    for (String name : services.keys()) {
      if (services.get(name) instanceof Mapping service) {
        service("services." + name, service);
      }
    }
    files("configs", Loader.section(model, "configs"), List.of("file", "environment", "content"));
    files("secrets", Loader.section(model, "secrets"), List.of("file", "environment"));
  }

  private void service(String path, Mapping service) {
    requests(path + ".gpus", service.get("gpus"));
    Mapping resources = Loader.section(Loader.section(service, "deploy"), "resources");
    requests(
        path + ".deploy.resources.reservations.devices",
        Loader.section(resources, "reservations").get("devices"));
    if (Loader.section(service, "develop").get("watch") instanceof Sequence watch) {
      for (Node item : watch.items()) {
        if (item instanceof Mapping trigger && "".equals(trigger.text("path"))) {
          findings.error(trigger.keyMark("path"), path + ".develop.watch needs a path.");
        }
      }
    }
  }

  private void requests(String path, @org.jspecify.annotations.Nullable Node requests) {
    if (requests instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        if (item instanceof Mapping request && request.has("count") && request.has("device_ids")) {
          findings.error(
              request.keyMark("count"), path + " has both count and device_ids; keep one.");
        }
      }
    }
  }

  private void files(String section, Mapping objects, List<String> sources) {
    for (String key : objects.keys()) {
      if (!(objects.get(key) instanceof Mapping object)) {
        continue;
      }
      List<String> given = sources.stream().filter(object::has).toList();
      String path = section + "." + key;
      if (given.size() > 1) {
        findings.error(
            object.keyMark(given.get(1)),
            path + " has both " + given.get(0) + " and " + given.get(1) + "; keep one.");
      } else if (given.isEmpty() && !object.has("driver") && !object.has("external")) {
        findings.error(
            objects.keyMark(key), path + " needs one of " + String.join(", ", sources) + ".");
      }
    }
  }
}
