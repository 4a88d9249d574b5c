package io.dockeradvanced.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One section of the results: printed, and put in the place of the former one of its name. */
final class Report {
  private static final String TITLE =
      "# Results\n\nWritten by `./bench`; each section by its own run, on the machine that it names.\n";

  private final String name;
  private final StringBuilder text = new StringBuilder();

  Report(String name) {
    this.name = name;
  }

  void paragraph(String sentence) {
    text.append('\n').append(sentence).append('\n');
  }

  void table(List<String> head, List<List<String>> rows) {
    text.append('\n');
    row(head);
    row(head.stream().map(cell -> "---").toList());
    rows.forEach(this::row);
  }

  private void row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  @Override
  public String toString() {
    return "## " + name + "\n" + text;
  }

  /** Replaces the section of this name; all others stay as they are. */
  void writeTo(Path file) {
    try {
      String before = Files.exists(file) ? Files.readString(file) : TITLE;
      Files.writeString(file, replacedIn(before));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  String replacedIn(String document) {
    List<String> kept = new ArrayList<>();
    boolean replaced = false;
    boolean inside = false;
    for (String line : document.stripTrailing().split("\n", -1)) {
      if (line.startsWith("## ")) {
        inside = line.equals("## " + name);
        if (inside && !replaced) {
          kept.add(toString());
          replaced = true;
        }
      }
      if (!inside) {
        kept.add(line);
      }
    }
    if (!replaced) {
      kept.add("");
      kept.add(toString());
    }
    return String.join("\n", kept).stripTrailing() + "\n";
  }
}
