package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pass 2: variables in every value (never in keys), and texts of numbers and booleans cast. */
final class InterpolatePass {
  private final Environment environment;
  private final Findings findings;

  InterpolatePass(Environment environment, Findings findings) {
    this.environment = environment;
    this.findings = findings;
  }

  Node apply(Node node, @Nullable Attribute attribute, String path) {
    if (node instanceof Mapping mapping) {
      return mapping.map(
          (key, value) ->
              apply(
                  value, attribute == null ? null : attribute.child(key), Paths.child(path, key)));
    }
    if (node instanceof Sequence sequence) {
      List<Node> items = new ArrayList<>();
      Attribute item = attribute == null ? null : attribute.items;
      for (int i = 0; i < sequence.items().size(); i++) {
        items.add(apply(sequence.items().get(i), item, path + "[" + i + "]"));
      }
      return new Sequence(items, sequence.mark());
    }
    Scalar scalar = (Scalar) node;
    return scalar.value() instanceof String text
        ? text(text, scalar.mark(), attribute, path)
        : node;
  }

  private Node text(String text, Mark mark, @Nullable Attribute attribute, String path) {
    String value;
    try {
      value = environment.template(mark, findings).substitute(text);
    } catch (Template.BadTemplate e) {
      findings.error(mark, path + ": " + e.sentence());
      return new Scalar(text, mark);
    }
    if (attribute == null || !attribute.cast) {
      return new Scalar(value, mark);
    }
    try {
      return new Scalar(
          Casts.cast(value, attribute.kind, warning -> findings.warn(mark, path + ": " + warning)),
          mark);
    } catch (IllegalArgumentException e) {
      findings.error(mark, path + " must be " + words(attribute) + ", not \"" + text + "\".");
      return new Scalar(value, mark);
    }
  }

  private static String words(Attribute attribute) {
    return switch (attribute.kind) {
      case BOOLEAN -> "true or false";
      case FLOAT -> "a number";
      default -> "a whole number";
    };
  }
}
