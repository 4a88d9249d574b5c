package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
  private static final Fork ONLY = new Fork(1, List.of());

  @Test
  void parse_version_isItsDefaultStore() {
    Row row = Row.parse("26.1");
    assertThat(row).isEqualTo(new Row("26.1", ImageStore.DEFAULT));
    assertThat(row.words(ONLY)).containsExactly("start", "26.1", "--version", "26.1", "--netns");
  }

  @Test
  void parse_containerd_isThatStore() {
    Row row = Row.parse("28.5-containerd");
    assertThat(row.name()).isEqualTo("28.5-containerd");
    assertThat(row.words(ONLY))
        .containsExactly(
            "start", "28.5-containerd", "--version", "28.5", "--netns", "--store", "containerd");
  }

  @Test
  void words_ofTheSecondProcess_areOfEnginesOfItsOwn() {
    Fork second = new Fork(2, List.of("unix:///one", "unix:///two"));
    assertThat(Row.parse("26.1").words(second)).startsWith("start", "26.1-2", "--version", "26.1");
    assertThat(new Row("", ImageStore.DEFAULT).words(second)).containsExactly("ensure");
    assertThat(second.environment()).isEqualTo(Map.of("DOCKER_HOST", "unix:///two"));
    assertThat(ONLY.environment()).isEmpty();
  }

  @Test
  void fork_moreProcessesThanEngines_isRefused() {
    assertThatThrownBy(() -> new Fork(2, List.of("unix:///one"))).hasMessageContaining("da.hosts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"28", "latest", "28.5-overlay", " 28.5", "28.5 --purge"})
  void parse_other_saysWhatThereIs(String text) {
    assertThatThrownBy(() -> Row.parse(text))
        .isInstanceOf(LabUnavailable.class)
        .hasMessageContaining(text)
        .hasMessageContaining("26.1");
  }

  @Test
  void of_nothing_isTheRowOfTheRun() {
    assertThat(Row.of("", ImageStore.DEFAULT)).isEqualTo(Row.ofRun());
  }

  @Test
  void of_storeAlone_isRefused() {
    assertThatThrownBy(() -> Row.of("", ImageStore.CONTAINERD)).hasMessageContaining("version");
  }
}
