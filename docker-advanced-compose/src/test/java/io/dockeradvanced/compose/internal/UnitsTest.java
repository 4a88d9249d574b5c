package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "64m, 67108864",
    "1g, 1073741824",
    "1GiB, 1073741824",
    "1.5gb, 1610612736",
    "10 kb, 10240",
    "512, 512",
    "7b, 7",
    ".5k, 512",
    "2p, 2251799813685248"
  })
  void bytes_text_isPowersOf1024(String text, long size) {
    assertThat(Units.bytes(text)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1x", "1kbb", "lots", "1 2", "99999999999p", "1e3"})
  void bytes_noSize_isRefused(String text) {
    assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    "2d, PT48H",
    "1w, PT168H",
    "100us, PT0.0001S",
    "0, PT0S",
    "-5s, PT-5S",
    "1h0.5s, PT1H0.5S"
  })
  void duration_text_isUnderstood(String text, Duration duration) {
    assertThat(Units.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "1x", "1 s", "1.2.3s", "9999999w", "-", "."})
  void duration_noDuration_isRefused(String text) {
    assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
