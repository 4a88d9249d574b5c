package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Pass 11: relative paths put below the directory of the file they stand in. */
final class PathsPass {
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
    for (String section : List.of("configs", "secrets")) {
      if (model.get(section) instanceof Mapping objects) {
        model = model.with(section, objects.map((key, object) -> content(object)));
      }
    }
    if (model.get("volumes") instanceof Mapping volumes) {
      model = model.with("volumes", volumes.map((key, volume) -> device(volume)));
    }
    return model;
  }

  private Mapping service(Mapping given) {
    Mapping service = given;
    if (service.get("volumes") instanceof Sequence mounts) {
      service = service.with("volumes", each(mounts, this::mount));
    }
    if (service.get("env_file") instanceof Sequence files) {
      service = service.with("env_file", each(files, file -> file(file, "path")));
    }
    if (service.get("build") instanceof Mapping build) {
      service = service.with("build", new BuildPaths(paths).apply(build));
    }
    if (service.get("develop") instanceof Mapping develop
        && develop.get("watch") instanceof Sequence watch) {
      service = service.with("develop", develop.with("watch", each(watch, this::trigger)));
    }
    if (service.get("label_file") instanceof Sequence files) {
      service = service.with("label_file", new Sequence(labelFiles(files), files.mark()));
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

  private Mapping file(Mapping holder, String key) {
    String path = holder.text(key);
    return path == null || path.isEmpty() || RemotePaths.isRemote(path)
        ? holder
        : holder.with(key, paths.local(path, holder.keyMark(key)));
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
      String path = item instanceof Scalar scalar ? scalar.text() : "";
      absolute.add(path.isEmpty() ? item : new Scalar(paths.local(path, item.mark()), item.mark()));
    }
    return absolute;
  }

  private Node content(Node node) {
    return node instanceof Mapping object && object.has("file")
        ? object.with("file", paths.absolute(object.at("file")))
        : node;
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
