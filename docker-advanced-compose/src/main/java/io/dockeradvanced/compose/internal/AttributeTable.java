package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Kind;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The attribute table row by row, and as Markdown for docs/compose.md. */
public final class AttributeTable {
  /**
   * @param path such as {@code services.*.ports[].target}
   * @param hashed whether it enters the config-hash
   * @param verdict its own, or that of a row above which says all of what is below
   */
  record Row(String path, Attribute attribute, boolean hashed, Verdict verdict) {
    boolean isInherited() {
      return verdict != attribute.verdict;
    }

    private Verdict handedOn() {
      return switch (verdict.kind()) {
        case REFUSED, WARNED, CARRIED -> verdict;
        case SUPPORTED, ENGINE_DEPENDENT -> Verdict.SUPPORTED;
      };
    }
  }

  private final List<Row> rows = new ArrayList<>();

  private AttributeTable() {}

  /** One row for each attribute, in the order of the config-hash. */
  static List<Row> rows() {
    AttributeTable table = new AttributeTable();
    table.children(new Row("", Attributes.ROOT, true, Verdict.SUPPORTED), "");
    return table.rows;
  }

  private void children(Row above, String path) {
    Attribute attribute = above.attribute();
    table(above, attribute, path);
    if (attribute.values != null) {
      table(above, attribute.values, path + ".*");
    }
    if (attribute.items != null) {
      table(above, attribute.items, path + "[]");
    }
  }

  private void table(Row above, Attribute attribute, String path) {
    for (Attribute field : attribute.fields.values()) {
      Verdict said = above.handedOn();
      Row row =
          new Row(
              Paths.child(path, field.name),
              field,
              above.hashed() && field.hashed,
              said == Verdict.SUPPORTED ? field.verdict : said);
      rows.add(row);
      children(row, row.path());
    }
  }

  /** All rows as a table. */
  public static String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("| attribute | type | laid over | hash | deploy | meaning |\n");
    out.append("|---|---|---|---|---|---|\n");
    rows().forEach(row -> append(out, row));
    return out.toString();
  }

  /** The table, for scripts. */
  public static void main(String[] args) {
    System.out.print(markdown());
  }

  private static void append(StringBuilder out, Row row) {
    Attribute attribute = row.attribute();
    boolean structured = !attribute.fields.isEmpty() || attribute.kind == Kind.STRUCT;
    boolean top = row.path().indexOf('.') < 0;
    out.append("| `").append(row.path()).append("` | ");
    out.append(attribute.kind.name().toLowerCase(Locale.ROOT));
    out.append(structured ? "" : accepted(attribute));
    out.append(" | ").append(attribute.merge == Merge.DEFAULT ? "" : attribute.merge.words);
    out.append(" | ").append(top ? "" : row.hashed() ? words(attribute.hashedIn) : "no");
    out.append(" | ")
        .append(row.isInherited() ? row.verdict().kind().words() : row.verdict().words());
    out.append(" | ").append(attribute.doc).append(" |\n");
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
