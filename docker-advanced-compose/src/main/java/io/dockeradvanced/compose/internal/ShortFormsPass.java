package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Canonical;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pass 7 of a file that another one extends. As in Compose its services need not be right as long
 * as what is made from them is, but a short form that has no long one ends the load.
 */
final class ShortFormsPass {
  /** Rules that take whatever they do not know for its own long form. */
  private static final Set<Canonical> LENIENT =
      EnumSet.of(Canonical.NONE, Canonical.STRING_TO_LIST, Canonical.NETWORKS);

  private final Findings findings;

  ShortFormsPass(Findings findings) {
    this.findings = findings;
  }

  void check(Node node, @Nullable Attribute attribute, String path) {
    if (attribute == null) {
      return;
    }
    boolean open = attribute.canonical == Canonical.EXTERNAL && node.isNull();
    if (!LENIENT.contains(attribute.canonical) && !open && !SchemaPass.accepted(node, attribute)) {
      findings.error(node.mark(), path + " cannot be " + node.kind() + ".");
    } else if (node instanceof Mapping mapping) {
      mapping
          .keys()
          .forEach(key -> check(mapping.at(key), below(attribute, key), Paths.child(path, key)));
    } else if (node instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        Node item = sequence.items().get(i);
        String below = path + "[" + i + "]";
        check(item, attribute.items, below);
        item(item, attribute, below);
      }
    }
  }

  /** What is a map where a list should be has items as well, as Compose's rules go by places. */
  private static @Nullable Attribute below(Attribute attribute, String key) {
    @Nullable Attribute child = attribute.child(key);
    return child == null ? attribute.items : child;
  }

  /** Items are told apart by their texts. */
  private void item(Node item, Attribute list, String path) {
    boolean keyed = list.unique == Attribute.Unique.KEY;
    boolean pairs = list.canonical == Canonical.KEY_VALUE || list.canonical == Canonical.SSH;
    boolean names = list.canonical == Canonical.NETWORKS || list.canonical == Canonical.DEPENDS_ON;
    boolean ports = list.canonical == Canonical.PORTS;
    boolean text = item instanceof Scalar scalar && scalar.value() instanceof String;
    boolean port =
        text || item instanceof Mapping || item instanceof Scalar s && s.value() instanceof Long;
    if ((keyed || pairs || names) && !text || ports && !port) {
      findings.error(item.mark(), path + " cannot be " + item.kind() + ".");
    }
  }
}
