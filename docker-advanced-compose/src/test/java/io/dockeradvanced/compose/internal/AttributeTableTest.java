package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
}
