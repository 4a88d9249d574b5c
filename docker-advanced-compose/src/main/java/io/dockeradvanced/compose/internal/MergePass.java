package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pass 5: a later file laid over an earlier one, by the rule each attribute has. */
final class MergePass {
  private final Findings findings;

  MergePass(Findings findings) {
    this.findings = findings;
  }

  Node merge(Node base, Node over, @Nullable Attribute attribute, String path) {
    Attribute.Merge rule = attribute == null ? Attribute.Merge.DEFAULT : attribute.merge;
    return switch (rule) {
      case REPLACE -> over;
      case TO_LIST -> append(toList(base), toList(over));
      case HOSTS -> hosts(toList(base), toList(over));
      case DEPENDS_ON -> keyed(toMapping(base, true), toMapping(over, true), attribute, path);
      case NETWORKS, MODELS ->
          keyed(toMapping(base, false), toMapping(over, false), attribute, path);
      case BUILD -> keyed(toContext(base), toContext(over), attribute, path);
      case LOGGING -> logging(base, over, attribute, path);
      case IPAM -> pools(base, over, attribute, path);
      case DEFAULT -> plain(base, over, attribute, path);
    };
  }

  private Node plain(Node base, Node over, @Nullable Attribute attribute, String path) {
    if (over.isNull()) {
      return base;
    }
    if (base instanceof Mapping mapping) {
      return over instanceof Mapping other
          ? mappings(mapping, other, attribute, path)
          : clash(base, over, path);
    }
    if (base instanceof Sequence list) {
      return over instanceof Sequence other ? append(list, other) : clash(base, over, path);
    }
    return over;
  }

  private Mapping mappings(Mapping base, Mapping over, @Nullable Attribute attribute, String path) {
    Map<String, Mapping.Entry> merged = new LinkedHashMap<>(base.entries());
    over.entries()
        .forEach(
            (key, entry) -> {
              Node old = base.get(key);
              Attribute child = attribute == null ? null : attribute.child(key);
              Node value =
                  old == null
                      ? entry.value()
                      : merge(old, entry.value(), child, Paths.child(path, key));
              merged.put(key, new Mapping.Entry(entry.keyMark(), value));
            });
    return new Mapping(merged, base.mark());
  }

  private Node clash(Node base, Node over, String path) {
    findings.error(
        over.mark(),
        path + " is " + over.kind() + " here but " + base.kind() + " at " + base.mark() + ".");
    return base;
  }

  /** Of two values of which only one is a mapping, Compose keeps that one. */
  private Node keyed(Node left, Node right, @Nullable Attribute attribute, String path) {
    if (left instanceof Mapping mapping && right instanceof Mapping other) {
      return mappings(mapping, other, attribute, path);
    }
    if (!(right instanceof Mapping) && !right.isNull()) {
      findings.warn(right.mark(), path + " is " + right.kind() + " here, and so has no effect.");
    }
    return right instanceof Mapping ? right : left;
  }

  /** A build of which only the context is given. */
  static Node toContext(Node node) {
    return node instanceof Scalar scalar && scalar.value() instanceof String
        ? Mapping.empty(node.mark()).with("context", node)
        : node;
  }

  static Node toMapping(Node node, boolean dependencies) {
    if (!(node instanceof Sequence sequence)) {
      return node;
    }
    Map<String, Mapping.Entry> entries = new LinkedHashMap<>();
    for (Node item : sequence.items()) {
      if (!(item instanceof Scalar scalar && scalar.value() instanceof String name)) {
        return node;
      }
      Mapping dependency =
          Mapping.empty(item.mark()).with("condition", "service_started").with("required", true);
      Node value = dependencies ? dependency : new Scalar(null, item.mark());
      entries.put(name, new Mapping.Entry(item.mark(), value));
    }
    return new Mapping(entries, sequence.mark());
  }

  private Node logging(Node base, Node over, @Nullable Attribute attribute, String path) {
    if (!(base instanceof Mapping mapping && over instanceof Mapping other)) {
      return plain(base, over, attribute, path);
    }
    boolean same =
        !mapping.has("driver")
            || !other.has("driver")
            || Objects.equals(mapping.text("driver"), other.text("driver"));
    return same ? mappings(mapping, other, attribute, path) : over;
  }

  private Node pools(Node base, Node over, @Nullable Attribute attribute, String path) {
    if (!(base instanceof Sequence left && over instanceof Sequence right)) {
      return clash(base, over, path);
    }
    boolean wellFormed =
        left.items().stream().allMatch(Mapping.class::isInstance)
            && right.items().stream().allMatch(Mapping.class::isInstance);
    if (!wellFormed) {
      return append(left, right);
    }
    Attribute pool = attribute == null ? null : attribute.items;
    return new PoolMerge((one, other) -> mappings(one, other, pool, path)).merge(left, right);
  }

  private static Node append(Node base, Node over) {
    List<Node> items = new ArrayList<>();
    if (base instanceof Sequence left) {
      items.addAll(left.items());
    }
    if (over instanceof Sequence right) {
      items.addAll(right.items());
    }
    return new Sequence(items, over.mark());
  }

  private static Node hosts(Node base, Node over) {
    List<Node> items = new ArrayList<>(((Sequence) base).items());
    Set<Object> known = new HashSet<>();
    items.forEach(item -> known.add(plainValue(item)));
    for (Node item : ((Sequence) over).items()) {
      if (!known.contains(plainValue(item))) {
        items.add(item);
      }
    }
    return new Sequence(items, over.mark());
  }

  private static Object plainValue(Node node) {
    return node instanceof Scalar scalar ? scalar.text() : node;
  }

  /**
   * Mappings become {@code KEY=value} entries by key, a text a list of one, nothing an empty list.
   */
  private static Sequence toList(Node node) {
    if (node instanceof Sequence sequence) {
      return sequence;
    }
    if (node instanceof Scalar scalar) {
      return new Sequence(
          scalar.value() instanceof String ? List.of(scalar) : List.of(), node.mark());
    }
    Map<String, Node> sorted = new TreeMap<>();
    ((Mapping) node).entries().forEach((key, entry) -> entries(key, entry, sorted));
    List<Node> items = new ArrayList<>(sorted.values());
    items.sort(Comparator.comparing(item -> ((Scalar) item).text()));
    return new Sequence(items, node.mark());
  }

  private static void entries(String key, Mapping.Entry entry, Map<String, Node> out) {
    List<Node> values =
        entry.value() instanceof Sequence sequence ? sequence.items() : List.of(entry.value());
    for (Node value : values) {
      String text =
          value.isNull() ? key : key + "=" + (value instanceof Scalar s ? s.text() : value);
      out.put(text, new Scalar(text, entry.keyMark()));
    }
  }
}
