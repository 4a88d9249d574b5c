package io.dockeradvanced.lab.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;

/** The report of all sweeps: {@code target/reliability/report.tsv} of the module. */
final class Reliability {
  private static final Path FILE = Path.of("target", "reliability", "report.tsv");

  private Reliability() {}

  /**
   * One sweep.
   *
   * @param all whether it tried all points
   * @param detail more numbers, for the table
   */
  record Line(
      String scenario,
      String kind,
      boolean all,
      int tried,
      int failed,
      String detail,
      double seconds,
      String engine) {

    String text() {
      return "%s, %s: %d %s tried, %d survived%s (%.0f s)"
          .formatted(
              scenario,
              kind,
              tried,
              all ? "points (all)" : "points (a sample)",
              tried - failed,
              detail.isEmpty() ? "" : "; " + detail,
              seconds);
    }

    private String tsv() {
      return String.join(
          "\t",
          scenario,
          kind,
          all ? "all" : "sample",
          Integer.toString(tried),
          Integer.toString(tried - failed),
          detail,
          "%.0f".formatted(seconds),
          engine,
          LocalDate.now().toString());
    }
  }

  /** Prints the line and keeps it for {@code lab/reliability}. */
  static synchronized void add(Line line) {
    System.out.println("[reliability] " + line.text());
    try {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, List.of(line.tsv()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
