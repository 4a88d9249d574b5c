package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFormatTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT10S, 10s",
    "PT1M30S, 1m30s",
    "PT1H, 1h0m0s",
    "PT26H, 26h0m0s",
    "PT1.5S, 1.5s",
    "PT0.2S, 200ms",
    "PT0.0001S, 100µs",
    "PT0.000000001S, 1ns",
    "PT1H1M1.001S, 1h1m1.001s",
    "PT-5S, -5s"
  })
  void duration_value_writesItAsGoDoes(Duration duration, String text) {
    assertThat(GoFormat.duration(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1.5, 1.5",
    "100000, 100000",
    "1000000, 1e+06",
    "1.5E8, 1.5e+08",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "-0.0, -0"
  })
  void sprint_double_switchesToExponentsAsGoDoes(double number, String text) {
    assertThat(GoFormat.sprint(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1E20, 100000000000000000000", "1E21, 1e+21", "0.000001, 0.000001", "1E-7, 1e-7"})
  void json_double_switchesToExponentsAsGoDoes(double number, String text) {
    assertThat(GoFormat.json(number)).isEqualTo(text);
  }

  @Test
  void json_float_isShortestForSinglePrecision() {
    assertThat(GoFormat.json(0.1f)).isEqualTo("0.1");
    assertThat(GoFormat.json(3.3333333333f)).isEqualTo("3.3333333");
  }
}
