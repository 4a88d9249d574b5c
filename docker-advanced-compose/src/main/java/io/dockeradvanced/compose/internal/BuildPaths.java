package io.dockeradvanced.compose.internal;

/** The paths of a build; part of pass 11. */
final class BuildPaths {
  private final HostPaths paths;

  BuildPaths(HostPaths paths) {
    this.paths = paths;
  }

  Mapping apply(Mapping given) {
    Mapping build = given;
    if (build.has("context")) {
      build = build.with("context", context(build.at("context")));
    }
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
        text.isEmpty() || text.startsWith("service:") || RemotePaths.isRemoteContext(text);
    return elsewhere ? node : new Scalar(paths.local(text, node.mark()), node.mark());
  }
}
