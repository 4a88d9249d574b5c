package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The defaults, paths and arguments of a build; part of pass 7. */
final class BuildNormal {
  private static final List<String> REMOTE =
      List.of("https://", "http://", "git://", "ssh://", "github.com/", "git@");

  private final Environment environment;
  private final HostPaths paths;

  BuildNormal(Environment environment, HostPaths paths) {
    this.environment = environment;
    this.paths = paths;
  }

  Mapping apply(Mapping given) {
    Mapping build = given.has("context") ? given : given.with("context", ".");
    build = build.with("context", context(build.at("context")));
    if (!build.has("dockerfile") && !build.has("dockerfile_inline")) {
      build = build.with("dockerfile", "Dockerfile");
    }
    if (build.get("additional_contexts") instanceof Mapping contexts) {
      build = build.with("additional_contexts", contexts.map((key, value) -> context(value)));
    }
    if (build.get("ssh") instanceof Mapping keys) {
      build = build.with("ssh", keys.map((key, value) -> paths.absolute(value)));
    }
    Node arguments = build.get("args");
    return arguments == null ? build : build.with("args", arguments(arguments));
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

  /** An argument without a value takes the one of the load's environment, or is none. */
  private Node arguments(Node node) {
    if (node instanceof Mapping mapping) {
      return mapping.map((key, value) -> value.isNull() ? variable(key, "", value) : value);
    }
    List<Node> items = new ArrayList<>();
    for (Node item : ((Sequence) node).items()) {
      String text = ((Scalar) item).text();
      Node argument = text.contains("=") ? item : variable(text, text + "=", item);
      if (argument != null) {
        items.add(argument);
      }
    }
    return new Sequence(items, node.mark());
  }

  private @Nullable Node variable(String name, String prefix, Node node) {
    String found = environment.get(name);
    return found == null ? null : new Scalar(prefix + found, node.mark());
  }
}
