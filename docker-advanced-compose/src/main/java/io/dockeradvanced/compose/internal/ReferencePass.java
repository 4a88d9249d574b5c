package io.dockeradvanced.compose.internal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pass 15, too: what a service and its build name is there. */
final class ReferencePass {
  private final Mapping model;
  private final Mapping services;
  private final Findings findings;

  ReferencePass(Mapping model, Findings findings) {
    this.model = model;
    this.services = Loader.section(model, "services");
    this.findings = findings;
  }

  void check() {
    for (String name : services.keys()) {
      if (services.get(name) instanceof Mapping service) {
        service("services." + name, service);
      }
    }
    Mapping secrets = Loader.section(model, "secrets");
    for (String key : secrets.keys()) {
      if (secrets.get(key) instanceof Mapping secret
          && !(secret.get("external") instanceof Scalar s && Boolean.TRUE.equals(s.value()))
          && isEmpty(secret.text("file"))
          && isEmpty(secret.text("environment"))) {
        findings.error(secrets.keyMark(key), "secrets." + key + " needs one of file, environment.");
      }
    }
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private void service(String path, Mapping service) {
    files(path, "configs", "config", service.get("configs"));
    files(path, "secrets", "secret", service.get("secrets"));
    Mapping used = Loader.section(service, "models");
    Mapping models = Loader.section(model, "models");
    used.keys().forEach(key -> there(path, "model", key, used.keyMark(key), models.keys()));
    if (service.get("build") instanceof Mapping build) {
      build(path, service, build);
    }
    if (Loader.section(service, "develop").get("watch") instanceof Sequence watch) {
      watch.items().forEach(item -> trigger(path, (Mapping) item));
    }
  }

  private void files(String path, String section, String what, @Nullable Node mounts) {
    if (mounts instanceof Sequence sequence) {
      Set<String> known = Loader.section(model, section).keys();
      for (Node item : sequence.items()) {
        Mapping mount = (Mapping) item;
        there(path, what, String.valueOf(mount.text("source")), mount.keyMark("source"), known);
      }
    }
  }

  private void there(String path, String what, String key, Mark mark, Set<String> known) {
    if (!known.contains(key)) {
      findings.error(
          mark,
          "%s uses the %s %s, which is not defined%s."
              .formatted(path, what, key, SchemaPass.suggestion(key, known)));
    }
  }

  private void trigger(String path, Mapping trigger) {
    if (isEmpty(trigger.text("target"))
        && !Set.of("rebuild", "restart").contains(String.valueOf(trigger.text("action")))) {
      findings.error(
          trigger.mark(),
          path + ".develop.watch needs a target for the action " + trigger.text("action") + ".");
    }
  }

  private void build(String path, Mapping service, Mapping build) {
    files(path + ".build", "secrets", "secret", build.get("secrets"));
    if (!isEmpty(build.text("dockerfile")) && !isEmpty(build.text("dockerfile_inline"))) {
      findings.error(
          build.keyMark("dockerfile_inline"),
          path + ".build has both dockerfile and dockerfile_inline; keep one.");
    }
    Mapping contexts = Loader.section(build, "additional_contexts");
    for (String name : contexts.keys()) {
      String context = String.valueOf(contexts.text(name));
      if (context.startsWith("service:")) {
        context(path, context.substring("service:".length()), contexts.at(name).mark());
      }
    }
    platforms(path, service.text("platform"), build, build.keyMark("platforms"));
  }

  private void context(String path, String other, Mark mark) {
    if (!(services.get(other) instanceof Mapping service)) {
      there(path + ".build", "service", other, mark, services.keys());
    } else if (!service.has("build")) {
      findings.error(
          mark, path + ".build uses the service " + other + " as a context, which has no build.");
    }
  }

  private void platforms(String path, @Nullable String platform, Mapping build, Mark mark) {
    if (!isEmpty(platform)
        && build.get("platforms") instanceof Sequence platforms
        && !platforms.items().isEmpty()
        && platforms.items().stream().noneMatch(p -> ((Scalar) p).text().equals(platform))) {
      findings.error(
          mark, path + ".build.platforms lacks " + platform + ", the platform of the service.");
    }
  }
}
