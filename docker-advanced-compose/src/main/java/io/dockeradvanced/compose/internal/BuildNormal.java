package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file and the arguments of a build; part of pass 13. */
final class BuildNormal {
  private final Environment environment;

  BuildNormal(Environment environment) {
    this.environment = environment;
  }

  Mapping apply(Mapping given) {
    Mapping build = given;
    if (!build.has("dockerfile") && !build.has("dockerfile_inline")) {
      build = build.with("dockerfile", "Dockerfile");
    }
    Node arguments = build.get("args");
    return arguments == null ? build : build.with("args", arguments(arguments));
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
