package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Final values as Go's {@code encoding/json} writes Compose's structures, byte for byte. */
final class GoJson {
  /** Go sorts keys by their UTF-8 bytes. */
  static final Comparator<String> KEY_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final @Nullable Release release;
  private final boolean indented;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private GoJson(@Nullable Release release, boolean indented) {
    this.release = release;
    this.indented = indented;
  }

  /** One line, without what does not enter the config-hash of that release of Compose. */
  static String forHash(Node node, Attribute attribute, Release release) {
    GoJson json = new GoJson(release, false);
    json.write(node, attribute);
    return json.out.toString();
  }

  /** For readers. */
  static String indented(Node node, Attribute attribute) {
    GoJson json = new GoJson(null, true);
    json.write(node, attribute);
    return json.out.toString();
  }

  private void write(Node node, @Nullable Attribute attribute) {
    if (node instanceof Mapping mapping
        && attribute != null
        && attribute.bind == Attribute.Bind.SSH) {
      list(sshKeys(mapping), null);
    } else if (node instanceof Mapping mapping) {
      if (attribute != null && attribute.kind == Kind.STRUCT) {
        struct(mapping, attribute);
      } else {
        map(mapping, attribute);
      }
    } else if (node instanceof Sequence sequence) {
      list(sequence, attribute);
    } else {
      scalar(((Scalar) node).value(), attribute);
    }
  }

  private void struct(Mapping mapping, Attribute attribute) {
    boolean any = false;
    open('{');
    if (attribute.name.isEmpty()) {
      // The top level is a map to Compose: keys sorted, extensions among them.
      for (String key : mapping.keys().stream().sorted(KEY_ORDER).toList()) {
        any = field(key, mapping, attribute.child(key), any);
      }
    } else {
      for (Attribute field :
          release == null ? attribute.fields.values() : attribute.fields(release)) {
        any = field(field.name, mapping, field, any);
      }
    }
    close('}', any);
  }

  private boolean field(String key, Mapping mapping, @Nullable Attribute field, boolean any) {
    Node value = mapping.get(key);
    if (field == null) {
      key(key, any);
      write(value == null ? new Scalar(null, mapping.mark()) : value, null);
      return true;
    }
    if (release == null ? !field.shown : !field.isHashed(release)) {
      return any;
    }
    if (value == null || value.isNull()) {
      if (field.always) {
        key(field.written, any);
        always(field, mapping.mark());
      }
      return any || field.always;
    }
    if (!isPresent(field) && isZero(value)) {
      return any;
    }
    key(field.written, any);
    write(value, field);
    return true;
  }

  private boolean isPresent(Attribute field) {
    return field.present
        || release != null && field.presentIn != null && field.presentIn.has(release);
  }

  private void always(Attribute field, Mark mark) {
    switch (field.kind) {
      case STRUCT -> write(Mapping.empty(mark), field);
      case STRING -> string("");
      case INTEGER, BYTES -> scalar(0L, field);
      default -> out.append("null");
    }
  }

  /** Names of keys; Compose itself can write no key with a path as JSON. */
  private static Sequence sshKeys(Mapping keys) {
    return new Sequence(
        keys.keys().stream()
            .sorted(KEY_ORDER)
            .map(key -> keys.text(key) == null ? key : key + "=" + keys.text(key))
            .map(text -> (Node) new Scalar(text, keys.mark()))
            .toList(),
        keys.mark());
  }

  static boolean isZero(Node node) {
    if (node instanceof Mapping mapping) {
      return mapping.keys().isEmpty();
    }
    if (node instanceof Sequence sequence) {
      return sequence.items().isEmpty();
    }
    Object value = ((Scalar) node).value();
    return value == null
        || value.equals("")
        || value.equals(false)
        || value.equals(Duration.ZERO)
        || value instanceof Number number && number.doubleValue() == 0;
  }

  private void map(Mapping mapping, @Nullable Attribute attribute) {
    boolean any = false;
    open('{');
    for (String key : mapping.keys().stream().sorted(KEY_ORDER).toList()) {
      key(key, any);
      any = true;
      write(mapping.at(key), attribute == null ? null : attribute.values);
    }
    close('}', any);
  }

  private void list(Sequence sequence, @Nullable Attribute attribute) {
    if (attribute == null && sequence.items().isEmpty()) {
      // In an extension, Compose writes a list of nothing as nothing.
      out.append("null");
      return;
    }
    boolean any = false;
    open('[');
    for (Node item : sequence.items()) {
      comma(any);
      any = true;
      write(item, attribute == null ? null : attribute.items);
    }
    close(']', any);
  }

  private void scalar(@Nullable Object value, @Nullable Attribute attribute) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      // JSON has no such number; only an extension can have one.
      string(GoFormat.sprint(number));
    } else if (value instanceof Double number) {
      out.append(GoFormat.json(number));
    } else if (value instanceof Float number) {
      out.append(GoFormat.json(number));
    } else if (value instanceof Number number) {
      boolean quoted = attribute != null && attribute.kind == Kind.BYTES;
      out.append(quoted ? "\"" + number + "\"" : number.toString());
    } else {
      string(value instanceof Duration duration ? GoFormat.duration(duration) : value.toString());
    }
  }

  private void key(String key, boolean any) {
    comma(any);
    string(key);
    out.append(indented ? ": " : ":");
  }

  private void comma(boolean any) {
    if (any) {
      out.append(',');
    }
    line();
  }

  private void open(char bracket) {
    out.append(bracket);
    depth++;
  }

  private void close(char bracket, boolean any) {
    depth--;
    if (any) {
      line();
    }
    out.append(bracket);
  }

  private void line() {
    if (indented) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  private void string(String text) {
    out.append(quote(text));
  }

  /** A JSON string with Go's escapes, those for HTML among them. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        default -> other(text, i, c, quoted);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        quoted.append(text.charAt(++i));
      }
    }
    return quoted.append('"').toString();
  }

  private static void other(String text, int i, char c, StringBuilder quoted) {
    boolean pair =
        Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
      quoted.append(String.format("\\u%04x", (int) c));
    } else if (Character.isSurrogate(c) && !pair) {
      quoted.append("\\ufffd");
    } else {
      quoted.append(c);
    }
  }
}
