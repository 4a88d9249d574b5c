package io.dockeradvanced.compose.internal;

import org.jspecify.annotations.Nullable;

/** Which release of Compose is the first to know all that a file says. */
final class Since {
  private @Nullable Release latest;

  private Since() {}

  /** The latest first release of whatever is set below a node; null where all of them know it. */
  static @Nullable Release of(Node node, Attribute attribute) {
    Since since = new Since();
    since.look(node, attribute);
    return since.latest;
  }

  private void look(Node node, @Nullable Attribute attribute) {
    if (attribute == null) {
      return;
    }
    Release known = attribute.since;
    if (known != null && (latest == null || known.compareTo(latest) > 0)) {
      latest = known;
    }
    if (node instanceof Mapping mapping) {
      mapping.keys().forEach(key -> look(mapping.at(key), attribute.child(key)));
    } else if (node instanceof Sequence sequence && attribute.items != null) {
      sequence.items().forEach(item -> look(item, attribute.items));
    }
  }
}
