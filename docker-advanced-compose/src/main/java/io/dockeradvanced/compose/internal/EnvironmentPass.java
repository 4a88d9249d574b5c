package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Pass 12: a variable that a service only names takes its value from the environment of the file it
 * stands in. Compose does so here in lists alone; {@link NormalizePass} looks at all that is left,
 * in the environment of the project.
 */
final class EnvironmentPass {
  private final Environment environment;

  EnvironmentPass(Environment environment) {
    this.environment = environment;
  }

  Mapping apply(Mapping model) {
    if (!(model.get("services") instanceof Mapping services)) {
      return model;
    }
    return model.with(
        "services",
        services.map(
            (name, node) ->
                node instanceof Mapping service
                        && service.get("environment") instanceof Sequence variables
                    ? service.with("environment", resolved(variables))
                    : node));
  }

  Sequence resolved(Sequence variables) {
    List<Node> items = new ArrayList<>();
    for (Node item : variables.items()) {
      items.add(item instanceof Scalar scalar ? resolved(scalar) : item);
    }
    return new Sequence(items, variables.mark());
  }

  private Scalar resolved(Scalar scalar) {
    String text = scalar.text();
    String found = text.contains("=") ? null : environment.get(text);
    return found == null ? scalar : new Scalar(text + "=" + found, scalar.mark());
  }
}
