package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Yaml;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pass 7: every key known, every value of a type its attribute takes. */
final class SchemaPass {
  private final Findings findings;

  SchemaPass(Findings findings) {
    this.findings = findings;
  }

  void check(Node node, Attribute attribute, String path) {
    if (!accepted(node, attribute)) {
      findings.error(
          node.mark(), path + " must be " + words(attribute) + ", not " + node.kind() + ".");
      return;
    }
    if (node instanceof Mapping mapping) {
      mapping(mapping, attribute, path);
    } else if (node instanceof Sequence sequence) {
      sequence(sequence, attribute, path);
    } else {
      scalar((Scalar) node, attribute, path);
    }
  }

  static boolean accepted(Node node, Attribute attribute) {
    if (node instanceof Mapping) {
      return attribute.accepts.contains(Yaml.MAPPING);
    }
    if (node instanceof Sequence) {
      return attribute.accepts.contains(Yaml.LIST);
    }
    Object value = ((Scalar) node).value();
    if (value == null) {
      return attribute.accepts.contains(Yaml.NULL);
    }
    if (value instanceof String) {
      return attribute.accepts.contains(Yaml.STRING);
    }
    if (value instanceof Boolean) {
      return attribute.accepts.contains(Yaml.BOOLEAN);
    }
    boolean whole =
        value instanceof Long
            || value instanceof BigInteger
            || value instanceof Double d && d == Math.rint(d) && !Double.isInfinite(d);
    return attribute.accepts.contains(Yaml.NUMBER)
        || whole && attribute.accepts.contains(Yaml.INTEGER);
  }

  private void mapping(Mapping mapping, Attribute attribute, String path) {
    for (String key : mapping.keys()) {
      String below = Paths.child(path, key);
      Mark mark = mapping.keyMark(key);
      if (attribute.isExtension(key)) {
        continue;
      }
      Attribute child = attribute.child(key);
      if (child == null && attribute.open) {
        findings.warn(
            mark,
            below + " is unknown and ignored" + suggestion(key, attribute.fields.keySet()) + ".");
        continue;
      }
      if (child == null) {
        findings.error(
            mark, below + " is unknown" + suggestion(key, attribute.fields.keySet()) + ".");
      } else if (attribute.keys != null && !attribute.keys.matcher(key).matches()) {
        findings.error(mark, below + ": a name here has only letters, digits, dots, - and _.");
      } else {
        check(mapping.at(key), child, below);
      }
    }
    for (String key : attribute.required) {
      if (!mapping.has(key)) {
        findings.error(mapping.mark(), path + " needs " + key + ".");
      }
    }
  }

  private void sequence(Sequence sequence, Attribute attribute, String path) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      Attribute items = attribute.items;
      if (items != null) {
        check(item, items, path + "[" + i + "]");
      } else if (!(item instanceof Scalar scalar && scalar.value() instanceof String)) {
        findings.error(
            item.mark(), path + "[" + i + "] must be a string, not " + item.kind() + ".");
      }
      if (attribute.distinct && !seen.add(bare(item))) {
        findings.error(item.mark(), path + " has the same item twice.");
      }
    }
  }

  /** The value without marks, so that equal values compare equal. */
  private static Object bare(Node node) {
    if (node instanceof Sequence sequence) {
      return sequence.items().stream().map(SchemaPass::bare).toList();
    }
    if (node instanceof Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .collect(Collectors.toMap(e -> e.getKey(), e -> bare(e.getValue().value())));
    }
    Object value = ((Scalar) node).value();
    return value == null ? "null" : value instanceof String text ? "\"" + text : value;
  }

  private void scalar(Scalar scalar, Attribute attribute, String path) {
    Object value = scalar.value();
    if (value instanceof String text) {
      if (!attribute.oneOf.isEmpty() && !attribute.oneOf.contains(text)) {
        findings.error(
            scalar.mark(), path + " is \"" + text + "\"; it may be " + or(attribute.oneOf) + ".");
      }
      if (attribute.pattern != null && !attribute.pattern.matcher(text).find()) {
        findings.error(scalar.mark(), path + " cannot be \"" + text + "\".");
      }
    }
    if (value instanceof Number number) {
      range(number.doubleValue(), scalar.mark(), attribute, path);
    }
  }

  private void range(double number, Mark mark, Attribute attribute, String path) {
    if (attribute.least != Long.MIN_VALUE && number < attribute.least) {
      findings.error(mark, path + " must not be less than " + attribute.least + ".");
    } else if (attribute.most != Long.MAX_VALUE && number > attribute.most) {
      findings.error(mark, path + " must not be greater than " + attribute.most + ".");
    }
  }

  private static String words(Attribute attribute) {
    List<String> words =
        attribute.accepts.stream()
            .filter(y -> y != Yaml.NULL)
            .filter(y -> y != Yaml.INTEGER || !attribute.accepts.contains(Yaml.NUMBER))
            .map(y -> y.words)
            .toList();
    return or(words);
  }

  private static String or(Collection<String> words) {
    List<String> list = List.copyOf(words);
    return list.size() < 2
        ? String.join("", list)
        : String.join(", ", list.subList(0, list.size() - 1)) + " or " + list.get(list.size() - 1);
  }

  static String suggestion(String key, Collection<String> known) {
    String nearest = Nearest.of(key, known);
    return nearest == null ? "" : "; did you mean " + nearest;
  }
}
