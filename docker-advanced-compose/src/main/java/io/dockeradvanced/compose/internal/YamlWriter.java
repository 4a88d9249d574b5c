package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Final values as YAML that loads to the same model again. */
final class YamlWriter {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.@-]*(:[A-Za-z0-9/_.@-]+)*");

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  static String write(Mapping root, Attribute attribute) {
    YamlWriter writer = new YamlWriter();
    writer.entries(root, attribute, 0);
    return writer.out.toString();
  }

  private record Field(String key, Node value, @Nullable Attribute attribute) {}

  private static List<Field> fields(Mapping mapping, @Nullable Attribute attribute) {
    List<Field> fields = new ArrayList<>();
    if (attribute != null && attribute.kind == Kind.STRUCT) {
      for (Attribute field : attribute.fields.values()) {
        Node value = mapping.get(field.name);
        boolean limit = attribute.bind == Attribute.Bind.ULIMIT && field.name.length() == 4;
        if (limit) {
          // Soft and hard belong together, even where one of them is 0.
          Node zero = new Scalar(0L, mapping.mark());
          fields.add(new Field(field.name, value == null ? zero : value, field));
        } else if (value != null
            && (attribute.required.contains(field.name) || !isDefault(value, field))) {
          fields.add(new Field(field.name, value, field));
        }
      }
      for (String key : mapping.keys()) {
        if (attribute.isExtension(key)) {
          fields.add(new Field(key, mapping.at(key), null));
        }
      }
    } else {
      Attribute values = attribute == null ? null : attribute.values;
      mapping.keys().stream()
          .sorted(GoJson.KEY_ORDER)
          .forEach(k -> fields.add(new Field(k, mapping.at(k), values)));
    }
    return fields;
  }

  private static boolean isDefault(Node value, Attribute field) {
    return value.isNull() || !field.present && !field.kept && GoJson.isZero(value);
  }

  private void entries(Mapping mapping, @Nullable Attribute attribute, int depth) {
    for (Field field : fields(mapping, attribute)) {
      out.append("  ".repeat(depth)).append(text(field.key())).append(':');
      value(field.value(), field.attribute(), depth);
    }
  }

  private void value(Node node, @Nullable Attribute attribute, int depth) {
    if (node instanceof Mapping mapping) {
      if (fields(mapping, attribute).isEmpty()) {
        out.append(" {}\n");
      } else {
        out.append('\n');
        entries(mapping, attribute, depth + 1);
      }
    } else if (node instanceof Sequence sequence) {
      out.append(sequence.items().isEmpty() ? " []\n" : "\n");
      for (Node item : sequence.items()) {
        item(item, attribute == null ? null : attribute.items, depth + 1);
      }
    } else {
      out.append(' ').append(scalar((Scalar) node, attribute)).append('\n');
    }
  }

  /** A mapping in a list begins on the line of its dash. */
  private void item(Node item, @Nullable Attribute attribute, int depth) {
    String indent = "  ".repeat(depth);
    if (item instanceof Mapping mapping && !fields(mapping, attribute).isEmpty()) {
      int start = out.length();
      entries(mapping, attribute, depth + 1);
      out.replace(start, start + indent.length() + 2, indent + "- ");
    } else {
      out.append(indent).append('-');
      value(item, attribute, depth);
    }
  }

  private static String scalar(Scalar scalar, @Nullable Attribute attribute) {
    Object value = scalar.value();
    if (value == null || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number.isNaN() ? ".nan" : number > 0 ? ".inf" : "-.inf";
    }
    if (value instanceof Number number) {
      // A size in quotes cannot be negative, so "no limit" is written as a number.
      boolean quoted = attribute != null && attribute.kind == Kind.BYTES && number.longValue() >= 0;
      return quoted ? "\"" + scalar.text() + "\"" : scalar.text();
    }
    return text(
        value instanceof Duration duration ? GoFormat.duration(duration) : value.toString());
  }

  private static String text(String text) {
    boolean word = PLAIN.matcher(text).matches() && YamlScalars.resolve(text) instanceof String;
    return word && !text.matches("(?i)y|n|yes|no|on|off") ? text : GoJson.quote(text);
  }
}
