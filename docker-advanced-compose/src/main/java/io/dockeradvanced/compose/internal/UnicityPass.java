package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pass 6 (and again after 8): of list items that mean the same thing, the later one stays. */
final class UnicityPass {
  private final Findings findings;

  UnicityPass(Findings findings) {
    this.findings = findings;
  }

  Node apply(Node node, @Nullable Attribute attribute, String path) {
    if (attribute == null) {
      return node;
    }
    if (node instanceof Mapping mapping) {
      return mapping.map(
          (key, value) -> apply(value, attribute.child(key), Paths.child(path, key)));
    }
    if (!(node instanceof Sequence sequence) || attribute.unique == Attribute.Unique.NONE) {
      return node;
    }
    List<Node> items = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      String key = key(item, attribute.unique, path + "[" + i + "]");
      Integer place = key == null ? null : places.get(key);
      if (place != null) {
        items.set(place, item);
      } else {
        items.add(item);
        if (key != null) {
          places.put(key, items.size() - 1);
        }
      }
    }
    return new Sequence(items, sequence.mark());
  }

  /** What the item stands for; null where the schema pass will complain about it. */
  private @Nullable String key(Node item, Attribute.Unique unique, String path) {
    return switch (unique) {
      case KEY ->
          item instanceof Scalar s && s.value() instanceof String t ? t.split("=", 2)[0] : null;
      case VALUE -> item instanceof Scalar s ? s.text() : null;
      case PATH -> item instanceof Mapping m ? m.text("path") : text(item);
      case DEVICE -> device(item, path);
      case MOUNT -> mount(item, path);
      case PORT -> port(item, path);
      case CONFIG -> file(item, "");
      case SECRET -> file(item, "/run/secrets");
      case NONE -> null;
    };
  }

  private static @Nullable String text(Node item) {
    return item instanceof Scalar scalar ? scalar.text() : null;
  }

  private @Nullable String device(Node item, String path) {
    if (item instanceof Mapping mapping) {
      return target(mapping, path);
    }
    if (item instanceof Scalar scalar && scalar.value() instanceof String text) {
      String[] parts = text.split(":", -1);
      return parts.length == 1 ? parts[0] : parts[1];
    }
    return null;
  }

  private @Nullable String mount(Node item, String path) {
    if (item instanceof Mapping mapping) {
      return target(mapping, path);
    }
    if (item instanceof Scalar scalar && scalar.value() instanceof String text) {
      try {
        return MountSyntax.parse(text).target();
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }

  private @Nullable String target(Mapping mapping, String path) {
    String target = mapping.text("target");
    if (target == null) {
      findings.error(mapping.mark(), path + " needs a target.");
    }
    return target;
  }

  /** Where a config or secret ends up. */
  private static @Nullable String file(Node item, String directory) {
    if (item instanceof Mapping mapping) {
      String target = mapping.text("target");
      return target != null ? target : directory + "/" + mapping.text("source");
    }
    return item instanceof Scalar scalar ? directory + "/" + scalar.text() : null;
  }

  private @Nullable String port(Node item, String path) {
    if (item instanceof Scalar scalar) {
      return scalar.text();
    }
    if (!(item instanceof Mapping mapping)) {
      return null;
    }
    if (mapping.text("target") == null) {
      findings.error(mapping.mark(), path + " needs a target port.");
      return null;
    }
    Node published = mapping.get("published");
    // Compose tells a number from the same digits in quotes here.
    String kind = published instanceof Scalar s && s.value() instanceof Long ? "int " : "";
    return or(mapping.text("host_ip"), "0.0.0.0")
        + ":"
        + kind
        + mapping.text("published")
        + ":"
        + mapping.text("target")
        + "/"
        + or(mapping.text("protocol"), "tcp");
  }

  private static String or(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
