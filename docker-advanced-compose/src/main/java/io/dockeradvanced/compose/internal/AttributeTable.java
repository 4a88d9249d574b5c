package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Kind;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import java.util.Locale;

/** The attribute table as Markdown, for docs/compose.md. */
public final class AttributeTable {
  private final StringBuilder out = new StringBuilder();

  private AttributeTable() {}

  /** One row for each attribute, in the order of the config-hash. */
  public static String markdown() {
    AttributeTable table = new AttributeTable();
    table.out.append("| attribute | type | laid over | hash | meaning |\n|---|---|---|---|---|\n");
    table.children(Attributes.ROOT, "", true);
    return table.out.toString();
  }

  /** The table, for scripts. */
  public static void main(String[] args) {
    System.out.print(markdown());
  }

  private void children(Attribute attribute, String path, boolean hashed) {
    for (Attribute field : attribute.fields.values()) {
      row(field, Paths.child(path, field.name), hashed);
    }
    if (attribute.values != null && !attribute.values.fields.isEmpty()) {
      children(attribute.values, path + ".*", hashed);
    }
    if (attribute.items != null && !attribute.items.fields.isEmpty()) {
      children(attribute.items, path + "[]", hashed);
    }
  }

  private void row(Attribute attribute, String path, boolean parentHashed) {
    boolean hashed = parentHashed && attribute.hashed;
    String type = attribute.kind.name().toLowerCase(Locale.ROOT);
    boolean top = path.indexOf('.') < 0;
    out.append("| `").append(path).append("` | ").append(type);
    out.append(
        attribute.fields.isEmpty() && attribute.kind != Kind.STRUCT ? accepted(attribute) : "");
    out.append(" | ").append(attribute.merge == Merge.DEFAULT ? "" : attribute.merge.words);
    out.append(" | ").append(top ? "" : hashed ? words(attribute.hashedIn) : "no");
    out.append(" | ").append(attribute.doc).append(" |\n");
    children(attribute, path, hashed);
  }

  private static String words(Releases releases) {
    return releases.equals(Releases.ALL) ? "yes" : releases.toString();
  }

  private static String accepted(Attribute attribute) {
    boolean text = attribute.accepts.contains(Attribute.Yaml.STRING);
    return switch (attribute.kind) {
      case LIST -> text ? ", or a string" : "";
      case MAP -> attribute.accepts.contains(Attribute.Yaml.LIST) ? ", or a list" : "";
      default -> "";
    };
  }
}
