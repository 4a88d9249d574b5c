package io.dockeradvanced.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static Samples millis(long... values) {
    Samples samples = new Samples();
    LongStream.of(values).map(v -> v * 1_000_000).forEach(samples::add);
    return samples;
  }

  @Test
  void median_oddAndEvenCount_isTheMiddle() {
    assertThat(millis(9, 1, 5).medianMillis()).isEqualTo(5);
    assertThat(millis(9, 1, 5, 6).medianMillis()).isEqualTo(5.5);
  }

  @Test
  void percentile_hundredValues_isTheNearestRank() {
    Samples samples = millis(LongStream.rangeClosed(1, 100).toArray());

    assertThat(samples.percentileMillis(99)).isEqualTo(99);
    assertThat(samples.minMillis()).isEqualTo(1);
    assertThat(samples.maxMillis()).isEqualTo(100);
  }

  @Test
  void percentile_nothingMeasured_throws() {
    assertThatThrownBy(() -> new Samples().medianMillis())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void verdict_goalMetAndMissed_saysSo() {
    assertThat(Samples.verdict(0.4, 0.5)).isEqualTo("≤ 0.50×: met");
    assertThat(Samples.verdict(0.6, 0.5)).isEqualTo("≤ 0.50×: not met");
    assertThat(Samples.verdict(0.6, 0)).isEmpty();
  }
}
