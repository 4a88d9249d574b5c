package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Pass 11: relative paths put below the directory of the file they stand in. */
final class PathsPass {
  private static final List<String> REMOTE =
      List.of("https://", "http://", "git://", "ssh://", "github.com/", "git@");

  private final HostPaths paths;
  private final Findings findings;

  PathsPass(HostPaths paths, Findings findings) {
    this.paths = paths;
    this.findings = findings;
  }

  Mapping apply(Mapping given) {
    Mapping model = given;
    if (model.get("services") instanceof Mapping services) {
      model =
          model.with(
              "services",
              services.map(
                  (name, node) -> node instanceof Mapping service ? service(service) : node));
    }
    if (model.get("volumes") instanceof Mapping volumes) {
      model = model.with("volumes", volumes.map((key, volume) -> device(volume)));
    }
    for (String section : List.of("configs", "secrets")) {
      if (model.get(section) instanceof Mapping objects) {
        model = model.with(section, objects.map((key, object) -> content(object)));
      }
    }
    return model;
  }

  private Mapping service(Mapping given) {
    Mapping service = given;
    if (service.get("volumes") instanceof Sequence mounts) {
      service = service.with("volumes", each(mounts, this::mount));
    }
    if (service.get("build") instanceof Mapping build) {
      service = service.with("build", build(build));
    }
    if (service.get("develop") instanceof Mapping develop
        && develop.get("watch") instanceof Sequence watch) {
      service = service.with("develop", develop.with("watch", each(watch, this::trigger)));
    }
    if (service.get("label_file") instanceof Sequence files) {
      List<Node> items = files.items().stream().map(this::local).toList();
      service = service.with("label_file", new Sequence(items, files.mark()));
    }
    if (service.get("env_file") instanceof Sequence files) {
      service = service.with("env_file", each(files, file -> file(file, "path")));
    }
    if (service.get("extends") instanceof Mapping extended) {
      service = service.with("extends", file(extended, "file"));
    }
    return service;
  }

  private static Sequence each(Sequence sequence, UnaryOperator<Mapping> change) {
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(item instanceof Mapping mapping ? change.apply(mapping) : item);
    }
    return new Sequence(items, sequence.mark());
  }

  private Mapping mount(Mapping mount) {
    if (!"bind".equals(mount.text("type"))) {
      return mount;
    }
    String source = mount.text("source");
    if (source == null) {
      findings.error(mount.mark(), "A bind mount needs a source.");
      return mount;
    }
    return mount.with("source", paths.mounted(source, mount.mark()));
  }

  private static Mapping changed(Mapping holder, String key, UnaryOperator<Node> change) {
    Node node = holder.get(key);
    return node == null ? holder : holder.with(key, change.apply(node));
  }

  private Mapping file(Mapping holder, String key) {
    return changed(holder, key, this::local);
  }

  /** The path of a file that is read here; what is no text stays. */
  private Node local(Node node) {
    return node instanceof Scalar scalar && scalar.value() instanceof String path && !path.isEmpty()
        ? new Scalar(paths.local(path, node.mark()), node.mark())
        : node;
  }

  private Node content(Node node) {
    return node instanceof Mapping object ? changed(object, "file", paths::absolute) : node;
  }

  private Mapping trigger(Mapping trigger) {
    return changed(
        trigger,
        "path",
        node ->
            node instanceof Scalar scalar && scalar.value() instanceof String path
                ? new Scalar(paths.resolved(path, node.mark()), node.mark())
                : node);
  }

  private Mapping build(Mapping given) {
    Mapping build = changed(given, "context", this::context);
    if (build.get("additional_contexts") instanceof Mapping contexts) {
      build = build.with("additional_contexts", contexts.map((key, value) -> context(value)));
    }
    if (build.get("ssh") instanceof Mapping keys) {
      build = build.with("ssh", keys.map((key, value) -> paths.absolute(value)));
    }
    return build;
  }

  /** Not every context is a directory: there are URLs, images and other services. */
  private Node context(Node node) {
    String text = node instanceof Scalar scalar ? scalar.text() : "";
    boolean elsewhere =
        text.isEmpty()
            || text.contains("://")
            || text.startsWith("service:")
            || REMOTE.stream().anyMatch(text::startsWith);
    return elsewhere ? node : new Scalar(paths.local(text, node.mark()), node.mark());
  }

  /** A local volume of a bound directory names a path, too. */
  private Node device(Node node) {
    if (node instanceof Mapping volume
        && "local".equals(volume.text("driver"))
        && volume.get("driver_opts") instanceof Mapping options
        && "bind".equals(options.text("o"))
        && options.get("device") instanceof Scalar device
        && device.value() instanceof String path) {
      return volume.with("driver_opts", options.with("device", paths.mounted(path, device.mark())));
    }
    return node;
  }
}
