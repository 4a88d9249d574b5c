package io.dockeradvanced.compose.internal;

import java.util.List;

/** A list of values. */
public record Sequence(List<Node> items, Mark mark) implements Node {
  public Sequence {
    items = List.copyOf(items);
  }
}
