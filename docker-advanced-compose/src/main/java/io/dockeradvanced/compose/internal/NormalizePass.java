package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pass 7: what every model says explicitly: defaults, absolute paths, names, the default network.
 */
final class NormalizePass {
  private final Environment environment;
  private final HostPaths paths;
  private final Findings findings;
  private final String project;

  NormalizePass(String project, Environment environment, HostPaths paths, Findings findings) {
    this.project = project;
    this.environment = environment;
    this.paths = paths;
    this.findings = findings;
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
      model = model.with(section, named(resources(model, section).map((k, v) -> file(v))));
    }
    return model.with("volumes", named(resources(model, "volumes").map((k, v) -> device(v))));
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
    if (service.get("ports") instanceof Sequence ports) {
      service = service.with("ports", each(ports, NormalizePass::port));
    }
    if (service.get("build") instanceof Mapping build) {
      service = service.with("build", new BuildNormal(environment, paths).apply(build));
    }
    if (service.get("secrets") instanceof Sequence secrets) {
      service = service.with("secrets", each(secrets, NormalizePass::secret));
    }
    if (service.get("gpus") instanceof Sequence gpus) {
      service = service.with("gpus", each(gpus, NormalizePass::request));
    }
    if (service.get("deploy") instanceof Mapping deploy) {
      service = service.with("deploy", deploy(deploy));
    }
    if (service.get("develop") instanceof Mapping develop
        && develop.get("watch") instanceof Sequence watch) {
      service = service.with("develop", develop.with("watch", each(watch, this::trigger)));
    }
    if (service.get("label_file") instanceof Sequence files) {
      service = service.with("label_file", new Sequence(labelFiles(files), files.mark()));
    }
    if (service.get("volumes") instanceof Sequence mounts) {
      service = service.with("volumes", each(mounts, this::mount));
    }
    if (service.get("env_file") instanceof Sequence files) {
      service = service.with("env_file", each(files, this::envFile));
    }
    Node variables = service.get("environment");
    if (variables != null) {
      service = service.with("environment", variables(variables));
    }
    service = ImpliedDependencies.add(service);
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

  private static Mapping port(Mapping port) {
    Mapping normal = port.has("protocol") ? port : port.with("protocol", "tcp");
    return normal.has("mode") ? normal : normal.with("mode", "ingress");
  }

  private static Mapping secret(Mapping secret) {
    return secret.has("target")
        ? secret
        : secret.with("target", "/run/secrets/" + secret.text("source"));
  }

  /** Who says neither which devices nor how many gets all of them. */
  private static Mapping request(Mapping request) {
    return request.has("count") || request.has("device_ids")
        ? request
        : request.with("count", "all");
  }

  private static Mapping deploy(Mapping deploy) {
    if (deploy.get("resources") instanceof Mapping resources
        && resources.get("reservations") instanceof Mapping reserved
        && reserved.get("devices") instanceof Sequence devices) {
      Mapping filled = reserved.with("devices", each(devices, NormalizePass::request));
      return deploy.with("resources", resources.with("reservations", filled));
    }
    return deploy;
  }

  private Mapping trigger(Mapping trigger) {
    String path = trigger.text("path");
    return path == null
        ? trigger
        : trigger.with("path", paths.resolved(path, trigger.keyMark("path")));
  }

  private List<Node> labelFiles(Sequence files) {
    List<Node> absolute = new ArrayList<>();
    for (Node item : files.items()) {
      String path = ((Scalar) item).text();
      absolute.add(path.isEmpty() ? item : new Scalar(paths.local(path, item.mark()), item.mark()));
    }
    return absolute;
  }

  private Node file(Node node) {
    return node instanceof Mapping object && object.has("file")
        ? object.with("file", paths.absolute(object.at("file")))
        : node;
  }

  private Mapping mount(Mapping given) {
    Mapping mount = given;
    String source = mount.text("source");
    if ("bind".equals(mount.text("type"))) {
      if (source == null) {
        findings.error(mount.mark(), "A bind mount needs a source.");
      } else {
        mount = mount.with("source", paths.absolute(source, mount.mark()));
      }
    }
    String target = mount.text("target");
    return target == null ? mount : mount.with("target", Cleaner.clean(target));
  }

  private Mapping envFile(Mapping file) {
    String path = file.text("path");
    return path == null || path.isEmpty()
        ? file
        : file.with("path", paths.local(path, file.keyMark("path")));
  }

  /** A local volume of a bound directory names a path, too. */
  private Node device(Node node) {
    if (node instanceof Mapping volume
        && "local".equals(volume.text("driver"))
        && volume.get("driver_opts") instanceof Mapping options
        && "bind".equals(options.text("o"))
        && options.get("device") instanceof Scalar device
        && device.value() instanceof String path) {
      return volume.with(
          "driver_opts", options.with("device", paths.absolute(path, device.mark())));
    }
    return node;
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
    if (node instanceof Sequence sequence) {
      List<Node> items = new ArrayList<>();
      for (Node item : sequence.items()) {
        items.add(item instanceof Scalar scalar ? resolved(scalar) : item);
      }
      return new Sequence(items, sequence.mark());
    }
    return node;
  }

  private Scalar resolved(Scalar scalar) {
    String text = scalar.text();
    @Nullable String found = text.contains("=") ? null : environment.get(text);
    return found == null ? scalar : new Scalar(text + "=" + found, scalar.mark());
  }

  /** A mapping in the order of its keys, which is the order of the canonical form. */
  static Mapping sorted(Mapping mapping) {
    Map<String, Mapping.Entry> entries = new TreeMap<>(GoJson.KEY_ORDER);
    entries.putAll(mapping.entries());
    return new Mapping(entries, mapping.mark());
  }
}
