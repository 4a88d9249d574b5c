package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.internal.engine.ApiVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullPolicyTest {
  private Checks checks;

  private String of(String line) {
    ComposeProject project =
        StackSource.text("services:\n  web:\n    image: x\n    " + line + "\n").name("shop").load();
    checks = new Checks(project, ApiVersion.parse("1.49"));
    return PullPolicy.of(checks, project.services().get("web"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels: {} | missing",
        "pull_policy: missing | missing",
        "pull_policy: if_not_present | missing",
        "pull_policy: always | always",
        "pull_policy: never | never",
        "pull_policy: build | never",
        "pull_policy: daily | every 86400",
        "pull_policy: weekly | every 604800",
        "pull_policy: every_12h | every 43200",
        "pull_policy: every_1w2d3h4m5s | every 788645",
        "{pull_policy: refresh, pull_refresh_after: 90m} | every 5400",
        "pull_policy: refresh | missing",
      })
  void policy_isThatOfCompose(String line, String policy) {
    assertThat(of(line.startsWith("{") ? "<<: " + line : line)).isEqualTo(policy);
    checks.done();
    assertThat(checks.warnings()).isEmpty();
  }

  @Test
  void age_thatIsNoTime_isRefused_andWithoutItsPolicyWarnedOf() {
    of("<<: {pull_policy: refresh, pull_refresh_after: soon}");
    assertThat(catchThrowableOfType(InvalidSpec.class, checks::done))
        .hasMessageContaining("'soon' is not a time such as 12h or 1w2d");
    of("pull_refresh_after: 12h");
    checks.done();
    assertThat(checks.warnings())
        .singleElement()
        .asString()
        .contains("pull_refresh_after has an effect with pull_policy: refresh");
  }
}
