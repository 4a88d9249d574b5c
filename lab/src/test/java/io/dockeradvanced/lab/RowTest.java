package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
  @Test
  void parse_version_isItsDefaultStore() {
    Row row = Row.parse("26.1");
    assertThat(row).isEqualTo(new Row("26.1", ImageStore.DEFAULT));
    assertThat(row.words()).containsExactly("start", "26.1", "--version", "26.1", "--netns");
  }

  @Test
  void parse_containerd_isThatStore() {
    Row row = Row.parse("28.5-containerd");
    assertThat(row.name()).isEqualTo("28.5-containerd");
    assertThat(row.words())
        .containsExactly(
            "start", "28.5-containerd", "--version", "28.5", "--netns", "--store", "containerd");
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
