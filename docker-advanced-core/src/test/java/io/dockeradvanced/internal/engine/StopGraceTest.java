package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a stop takes, and how long its call may. */
class StopGraceTest {
  private static final Duration MOST = Duration.ofSeconds(Integer.MAX_VALUE);

  private static JsonNode stopTimeout(String json) throws IOException {
    return Json.parse(
        "{\"Config\": {\"StopTimeout\": %s}}".formatted(json).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void given_isAskedFor_andTheCallOutlastsIt() {
    Call call = StopGrace.of(Duration.ofSeconds(90)).in(Call.post("/stop"));
    assertThat(call.queryParts()).containsExactly("t=90");
    assertThat(call.deadline()).hasValue(Duration.ofSeconds(110));
    assertThat(StopGrace.of(Duration.ofMillis(1900)).in(Call.post("/stop")).queryParts())
        .containsExactly("t=2");
  }

  @ParameterizedTest
  @CsvSource({"null,900", "10,900", "0,900", "'\"x\"',900", "1000,1020", "86400,86420"})
  void own_isNotSaid_andTheCallOutlastsIt(String timeout, long limit) throws IOException {
    Call call = StopGrace.own(stopTimeout(timeout)).in(Call.post("/stop"));
    assertThat(call.queryParts()).isEmpty();
    assertThat(call.deadline()).hasValue(Duration.ofSeconds(limit));
    assertThat(StopGrace.own(Json.object()).limit()).isEqualTo(Duration.ofMinutes(15));
  }

  /** As an engine has it: a negative time is for ever; and nothing here overflows. */
  @ParameterizedTest
  @ValueSource(strings = {"-1", "-9223372036854775808", "9223372036854775807", "2147483648"})
  void own_withoutEnd_isWaitedForLong(String timeout) throws IOException {
    Duration limit = StopGrace.own(stopTimeout(timeout)).limit();
    assertThat(limit).isGreaterThan(MOST);
    assertThat(limit.toNanos()).isPositive();
  }

  @Test
  void given_thatNoStopCanHave_isRefused() {
    assertThatThrownBy(() -> StopGrace.of(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the time to stop is PT-1S; a stop does not wait for ever, give it 0 or more seconds");
    assertThat(StopGrace.check(MOST)).isEqualTo(MOST);
    assertThatThrownBy(() -> StopGrace.check(MOST.plusNanos(1)))
        .hasMessageContaining("at most 2147483647 seconds");
  }

  /** Engines count whole seconds, and 0 is no time at all. */
  @Test
  void parts_ofASecond_areRoundedUp() {
    assertThat(StopGrace.seconds(Duration.ZERO)).isZero();
    assertThat(StopGrace.seconds(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(StopGrace.seconds(Duration.ofSeconds(2))).isEqualTo(2);
    assertThat(StopGrace.seconds(Duration.ofMillis(2001))).isEqualTo(3);
  }
}
