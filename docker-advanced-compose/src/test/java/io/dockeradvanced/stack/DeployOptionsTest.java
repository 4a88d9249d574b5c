package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Options are values that keep each other. */
class DeployOptionsTest {
  private static final DeployOptions DEFAULTS = DeployOptions.defaults();

  @Test
  void options_oneAfterTheOther_keepEachOther() {
    DeployOptions options =
        DEFAULTS
            .healthTimeout(Duration.ofSeconds(7))
            .stopTimeout(Duration.ofSeconds(2))
            .removeOrphans(true)
            .parallelism(3)
            .services("web", "db")
            .withoutDependencies(true)
            .scale("web", 2)
            .scale("db", 0)
            .recreate(DeployOptions.Recreate.ALWAYS)
            .renewAnonymousVolumes(true)
            .pull(DeployOptions.Pull.NEVER)
            .withoutBuilds(true)
            .start(false)
            .volumes(DeployOptions.ChangedVolumes.REFUSE);
    assertThat(options.healthTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.stopTimeout()).hasValue(Duration.ofSeconds(2));
    assertThat(options.withoutBuilds()).isTrue();
    assertThat(options.removeOrphans()).isTrue();
    assertThat(options.parallelism()).isEqualTo(3);
    assertThat(options.services()).containsExactly("db", "web");
    assertThat(options.withoutDependencies()).isTrue();
    assertThat(options.scale()).containsEntry("web", 2).containsEntry("db", 0);
    assertThat(options.recreate()).isEqualTo(DeployOptions.Recreate.ALWAYS);
    assertThat(options.renewAnonymousVolumes()).isTrue();
    assertThat(options.pull()).contains(DeployOptions.Pull.NEVER);
    assertThat(options.start()).isFalse();
    assertThat(options.volumes()).isEqualTo(DeployOptions.ChangedVolumes.REFUSE);
    assertThat(DEFAULTS).isEqualTo(DeployOptions.defaults());
  }

  @Test
  void options_thatContradictEachOther_areRefused() {
    assertThatThrownBy(() -> DEFAULTS.scale("web", -1)).hasMessage("scale of web is -1");
    assertThatThrownBy(() -> DEFAULTS.parallelism(0)).hasMessage("parallelism is 0");
    assertThatThrownBy(() -> DEFAULTS.healthTimeout(Duration.ZERO))
        .hasMessage("healthTimeout is not positive: PT0S");
    assertThatThrownBy(
            () -> DEFAULTS.recreate(DeployOptions.Recreate.NEVER).renewAnonymousVolumes(true))
        .hasMessageContaining("nothing is made anew");
    assertThatThrownBy(() -> DEFAULTS.withoutDependencies(true).recreateDependencies(true))
        .hasMessageContaining("dependencies are left alone");
    assertThatThrownBy(() -> DEFAULTS.withoutBuilds(true).build(true))
        .hasMessageContaining("nothing is built");
    assertThatThrownBy(() -> DEFAULTS.stopTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("does not wait for ever");
  }
}
