package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerIgnoreTest {
  @ParameterizedTest
  @CsvSource({
    "*.md, README.md, true",
    "*.md, docs/README.md, false",
    "**/*.md, docs/README.md, true",
    "**/*.md, README.md, true",
    "docs, docs/a/b, true",
    "docs/, docs/a, true",
    "/docs, docs/a, true",
    "docs/**, docs/a, true",
    "docs/**, docs, false",
    "**, anything/at/all, true",
    "**/target, a/b/target/c, true",
    "**/target, xtarget, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "a[b-d]e, ace, true",
    "a[^b]e, abe, false",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "a.b, axb, false",
    "a/**/z, a/z, true",
    "a/**/z, a/b/c/z, true",
    "../x, x, false",
    "'./a//b/../c', a/c, true"
  })
  void pattern_meansWhatItMeansForDocker(String pattern, String path, boolean ignored) {
    DockerIgnore ignore = DockerIgnore.of(DockerIgnore.read(pattern));
    assertThat(ignore.ignores(path)).isEqualTo(ignored);
  }

  @Test
  void exception_afterAPattern_takesBack_andTheLastLineWins() {
    DockerIgnore ignore = DockerIgnore.of(List.of("docs", "!docs/keep", "docs/keep/not"));
    assertThat(ignore.ignores("docs/a")).isTrue();
    assertThat(ignore.ignores("docs/keep")).isFalse();
    assertThat(ignore.ignores("docs/keep/a")).isFalse();
    assertThat(ignore.ignores("docs/keep/not")).isTrue();
    assertThat(ignore.mayTakeBackBelow("docs")).isTrue();
    assertThat(ignore.mayTakeBackBelow("doc")).isFalse();
  }

  @Test
  void read_ofAFile_dropsCommentsBlanksAndTheMark() {
    assertThat(DockerIgnore.read("\uFEFF# c\r\n a \r\n\n! b \n #d\n!\n/\n"))
        .containsExactly("a", "!b", "#d", "!", "/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a[", "[]", "[a", "[a-]", "[-a]", "a\\", "!", "[\\"})
  void pattern_thatIsNone_isRefusedByName(String pattern) {
    assertThatThrownBy(() -> DockerIgnore.of(List.of(pattern)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "'");
  }
}
