package io.dockeradvanced.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @Test
  void replacedIn_sectionThere_replacesItAndKeepsTheOthers() {
    Report report = new Report("b");
    report.paragraph("new");

    assertThat(report.replacedIn("# T\n\n## a\n\nx\n\n## b\n\nold\n\n## c\n\ny\n"))
        .isEqualTo("# T\n\n## a\n\nx\n\n## b\n\nnew\n\n## c\n\ny\n");
  }

  @Test
  void replacedIn_sectionMissing_addsItAtTheEnd() {
    Report report = new Report("b");
    report.paragraph("new");

    assertThat(report.replacedIn("# T\n\n## a\n\nx\n"))
        .isEqualTo("# T\n\n## a\n\nx\n\n## b\n\nnew\n");
  }

  @Test
  void writeTo_twice_changesNothingMore(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("RESULTS.md");
    Report report = new Report("a");
    report.table(List.of("", "time"), List.of(List.of("x", "1 ms")));
    report.writeTo(file);
    String once = Files.readString(file);

    report.writeTo(file);

    assertThat(file).hasContent(once);
    assertThat(once).startsWith("# Results").contains("|  | time |\n| --- | --- |\n| x | 1 ms |\n");
  }
}
