package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pass 13: what the whole project says explicitly: names, the default network, implied
 * dependencies, variables that are only named.
 */
final class NormalizePass {
  private final Environment environment;
  private final String project;

  NormalizePass(String project, Environment environment) {
    this.project = project;
    this.environment = environment;
  }

  Mapping apply(Mapping root) {
    Mapping model = root.with("name", project);
    boolean defaultUsed = false;
    if (model.get("services") instanceof Mapping services) {
      Mapping normal =
          services.map((name, node) -> node instanceof Mapping service ? service(service) : node);
      model = model.with("services", normal);
      defaultUsed =
          normal.keys().stream()
              .anyMatch(
                  name ->
                      normal.get(name) instanceof Mapping service
                          && service.get("networks") instanceof Mapping networks
                          && networks.has("default"));
    }
    Mapping networks = resources(model, "networks");
    if (defaultUsed && !networks.has("default")) {
      networks = networks.with("default", new Scalar(null, networks.mark()));
    }
    model = model.with("networks", named(networks));
    for (String section : List.of("configs", "secrets")) {
      model = model.with(section, named(resources(model, section)));
    }
    return model.with("volumes", named(resources(model, "volumes")));
  }

  private static Mapping resources(Mapping model, String key) {
    return model.get(key) instanceof Mapping mapping ? mapping : Mapping.empty(Mark.NONE);
  }

  private Mapping named(Mapping resources) {
    return resources.map(
        (key, node) -> {
          Mapping resource = node instanceof Mapping m ? m : Mapping.empty(node.mark());
          if (resource.text("name") != null) {
            return resource;
          }
          boolean external =
              resource.get("external") instanceof Scalar s && Boolean.TRUE.equals(s.value());
          return resource.with("name", external ? key : project + "_" + key);
        });
  }

  private Mapping service(Mapping given) {
    Mapping service = given;
    if ("if_not_present".equals(service.text("pull_policy"))) {
      service = service.with("pull_policy", "missing");
    }
    if (service.get("build") instanceof Mapping build) {
      service = service.with("build", new BuildNormal(environment).apply(build));
    }
    if (service.get("volumes") instanceof Sequence mounts) {
      service = service.with("volumes", each(mounts, NormalizePass::mount));
    }
    Node variables = service.get("environment");
    if (variables != null) {
      service = service.with("environment", variables(variables));
    }
    service = ImpliedDependencies.add(service);
    String image = service.text("image");
    if (image != null && !image.isEmpty() && service.get("pre_start") instanceof Sequence hooks) {
      Node inherited = service.at("image");
      service =
          service.with(
              "pre_start", each(hooks, h -> h.has("image") ? h : h.with("image", inherited)));
    }
    if (!service.has("network_mode")
        && !service.has("provider")
        && !(service.get("networks") instanceof Mapping networks && !networks.keys().isEmpty())) {
      Mapping networks = Mapping.empty(Mark.NONE).with("default", new Scalar(null, Mark.NONE));
      service = service.with("networks", networks);
    }
    return service;
  }

  private interface ItemChange {
    Mapping apply(Mapping item);
  }

  private static Sequence each(Sequence sequence, ItemChange change) {
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(item instanceof Mapping mapping ? change.apply(mapping) : item);
    }
    return new Sequence(items, sequence.mark());
  }

  private static Mapping mount(Mapping mount) {
    String target = mount.text("target");
    return target == null ? mount : mount.with("target", Cleaner.clean(target));
  }

  /** A variable without a value takes the one of the load's environment. */
  private Node variables(Node node) {
    if (node instanceof Mapping mapping) {
      return mapping.map(
          (key, value) -> {
            String found = value.isNull() ? environment.get(key) : null;
            return found == null ? value : new Scalar(found, value.mark());
          });
    }
    return node instanceof Sequence sequence
        ? new EnvironmentPass(environment).resolved(sequence)
        : node;
  }

  /** A mapping in the order of its keys, which is the order of the canonical form. */
  static Mapping sorted(Mapping mapping) {
    Map<String, Mapping.Entry> entries = new TreeMap<>(GoJson.KEY_ORDER);
    entries.putAll(mapping.entries());
    return new Mapping(entries, mapping.mark());
  }
}
