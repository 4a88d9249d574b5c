package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/x86_64, linux/amd64",
    "linux/aarch64, linux/arm64",
    "linux/arm64/v8, linux/arm64",
    "linux/arm64/8, linux/arm64",
    "linux/arm64/v8.0, linux/arm64",
    "linux/arm64/9, linux/arm64/v9",
    "linux/arm64/v9.0, linux/arm64/v9",
    "linux/arm, linux/arm/v7",
    "linux/arm/6, linux/arm/v6",
    "linux/armhf, linux/arm/v7",
    "linux/armel, linux/arm/v6",
    "Linux/AMD64/v1, linux/amd64",
    "macos/arm64, darwin/arm64"
  })
  void spelling_isPutRight(String text, String usual) {
    assertThat(Platform.parse(text)).hasToString(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "a/b/c/d", "linux/amd 64"})
  void noPlatform_isRefused(String text) {
    assertThatThrownBy(() -> Platform.parse(text)).isInstanceOf(InvalidSpec.class);
  }

  @Test
  void suits_newerArm_runsOlder() {
    Platform v7 = Platform.parse("linux/arm/v7");
    assertThat(v7.suits(Platform.parse("linux/arm/v7"))).isZero();
    assertThat(v7.suits(Platform.parse("linux/arm/v6"))).isEqualTo(1);
    assertThat(v7.suits(Platform.parse("linux/arm/v8"))).isNegative();
    assertThat(Platform.parse("linux/arm64").suits(v7)).isPositive();
    Platform nine = Platform.parse("linux/arm64/v9.1");
    assertThat(nine.suits(Platform.parse("linux/arm64/v9"))).isEqualTo(1);
    assertThat(nine.suits(Platform.parse("linux/arm64/v8.6"))).isEqualTo(2);
    assertThat(nine.suits(Platform.parse("linux/arm64/v8.7"))).isNegative();
    assertThat(nine.suits(Platform.parse("linux/arm64"))).isPositive();
    assertThat(nine.suits(v7)).isPositive();
    assertThat(Platform.parse("linux/arm64").suits(Platform.parse("linux/arm64/v8.1")))
        .isNegative();
    assertThat(Platform.parse("linux/amd64").suits(Platform.parse("linux/386"))).isEqualTo(1);
    assertThat(Platform.parse("linux/amd64").suits(Platform.parse("linux/amd64/v2"))).isNegative();
    assertThat(Platform.parse("linux/amd64/v3").suits(Platform.parse("linux/amd64"))).isEqualTo(2);
    assertThat(Platform.parse("linux/amd64").suits(Platform.parse("windows/amd64"))).isNegative();
  }
}
