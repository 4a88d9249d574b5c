package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class GoFormatProperties {
  @Property
  void duration_writtenAndRead_isTheSame(@ForAll long nanos) {
    Duration duration = Duration.ofNanos(nanos == Long.MIN_VALUE ? 0 : nanos);
    assertThat(Units.duration(GoFormat.duration(duration))).isEqualTo(duration);
  }

  @Property
  void sprint_writtenAndRead_isTheSameNumber(@ForAll double number) {
    assertThat(Double.parseDouble(GoFormat.sprint(number))).isEqualTo(number);
  }

  @Property
  void json_writtenAndRead_isTheSameNumber(@ForAll float number) {
    assertThat(Float.parseFloat(GoFormat.json(number))).isEqualTo(number);
  }

  @Property
  void bytes_plainNumber_isItself(@ForAll @LongRange(min = 0, max = 1L << 50) long size) {
    assertThat(Units.bytes(String.valueOf(size))).isEqualTo(size);
    assertThat(Units.bytes(size % 1000 + "k")).isEqualTo(size % 1000 * 1024);
  }
}
