package io.dockeradvanced.compose.internal;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which release of Compose is the first to know all that a file says. */
final class Since {
  private Since() {}

  /** The latest first release of whatever is set below a node; empty where all of them know it. */
  static Optional<Release> of(Node node, @Nullable Attribute attribute) {
    return attribute == null
        ? Optional.empty()
        : all(node, attribute).max(Comparator.naturalOrder());
  }

  private static Stream<Release> all(Node node, Attribute attribute) {
    Stream<Release> below = Stream.empty();
    if (node instanceof Mapping mapping) {
      below = mapping.keys().stream().flatMap(key -> below(mapping.at(key), attribute.child(key)));
    } else if (node instanceof Sequence sequence) {
      below = sequence.items().stream().flatMap(item -> below(item, attribute.items));
    }
    return Stream.concat(Stream.ofNullable(attribute.since), below);
  }

  private static Stream<Release> below(Node node, @Nullable Attribute attribute) {
    return attribute == null ? Stream.empty() : all(node, attribute);
  }
}
