package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pull that may fail: what comes of it, and who says so in the end. */
class TryPullTest {
  private static final Data ALWAYS = Data.of("image", "shop/web:1").with("policy", "always");
  private static final Step PULL = TryPull.step("pull", "shop/web:1", ALWAYS).build();
  private static final Step SEE =
      SeePulled.step(
              "see",
              List.of(Data.of("step", "pull").with("image", "shop/web:1").with("service", "web")))
          .build();

  private FakeEngine fake;
  private DockerHost host;
  private StubContext run;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    host = DockerHost.connect(fake.uri());
    run = new StubContext(host, "test");
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  @Test
  void pull_thatFails_isAWarningAndIsToldAfterTheOthers() {
    fake.on(
        "POST",
        "/images/create",
        (request, wire) -> wire.json(404, "{\"message\":\"pull access denied\"}"));
    Data result = run.done(new TryPull(), PULL);
    assertThat(result.text("failed")).contains("shop/web:1", "pull access denied");
    assertThat(run.warnings).singleElement().asString().contains("pull access denied");
    assertThat(SEE.after()).containsExactly("pull");
    assertThatThrownBy(() -> run.done(new SeePulled(), SEE))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("shop/web:1 could not be pulled")
        .hasMessageContaining("da stack build web");
  }

  @Test
  void pull_thatEndsWell_isNoWarning() {
    Data there = Data.of("image", "shop/web:1").with("policy", "missing");
    fake.on(
        "GET",
        "/images/shop/web%3A1/json",
        (request, wire) -> wire.json(200, "{\"Id\":\"sha256:1\"}"));
    Data result = run.done(new TryPull(), TryPull.step("pull", "shop/web:1", there).build());
    assertThat(result.text("id")).isEqualTo("sha256:1");
    assertThat(run.warnings).isEmpty();
    assertThatCode(() -> run.done(new SeePulled(), SEE)).doesNotThrowAnyException();
  }

  /** That is no matter of one image. */
  @Test
  void engine_thatIsGone_isAFailure() {
    fake.down();
    assertThatThrownBy(() -> run.done(new TryPull(), PULL)).isInstanceOf(UnreachableHost.class);
  }
}
