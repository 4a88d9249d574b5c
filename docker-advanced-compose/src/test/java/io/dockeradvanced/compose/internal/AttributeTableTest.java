package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.compose.AttributeVerdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/compose.md ends with the table the loader runs on.
 *
 * <p>When it does not, run with {@code -Ddocs.write=true} and commit the page.
 */
class AttributeTableTest {
  private static final String START = "<!-- attributes: generated, see AttributeTableTest -->\n";

  @Test
  void markdown_ofTheTable_isWhatTheDocumentShows() throws IOException {
    Path page = Path.of("../docs/compose.md");
    String text = Files.readString(page);
    int start = text.indexOf(START) + START.length();
    assertThat(start).isGreaterThan(START.length());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page, text.substring(0, start) + AttributeTable.markdown());
      return;
    }
    assertThat(text.substring(start)).isEqualTo(AttributeTable.markdown());
  }

  @Test
  void markdown_everyRow_saysWhatTheAttributeMeans() {
    assertThat(AttributeTable.markdown().lines().skip(2))
        .allSatisfy(row -> assertThat(row).doesNotEndWith("|  |"));
  }

  /** That it is the right one, {@code AttributeVerdictsTest} shows for every row. */
  @Test
  void everyRow_saysWhatADeployDoesWithIt_andWhyWhereItDoesNotSimplyDoIt() {
    for (AttributeTable.Row row : AttributeTable.rows()) {
      Verdict verdict = row.verdict();
      assertThat(verdict.words()).describedAs(row.path()).isNotBlank();
      assertThat(verdict.need() != null)
          .describedAs(row.path())
          .isEqualTo(verdict.kind() == Kind.ENGINE_DEPENDENT);
      if (verdict.kind() != Kind.SUPPORTED) {
        assertThat(verdict.sentence()).describedAs(row.path()).isNotBlank().doesNotEndWith(".");
      }
    }
  }

  @Test
  void everyRow_hasASample() {
    assertThat(AttributeSamples.all())
        .extracting(AttributeSamples.Sample::row)
        .containsAll(AttributeTable.rows().stream().map(AttributeTable.Row::path).toList());
  }
}
