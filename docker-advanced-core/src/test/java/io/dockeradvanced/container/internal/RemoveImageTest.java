package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.operation.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name of an image goes when it is still the name of that image. */
class RemoveImageTest {
  private static final String PATH = "/images/host%3A5000/shop/web%3A1";
  private static final Step STEP =
      RemoveObject.image("remove", "host:5000/shop/web:1", "sha256:1").build();

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

  private void hasImage(String id) {
    fake.on(
        "GET", PATH + "/json", (request, wire) -> wire.json(200, "{\"Id\":\"%s\"}".formatted(id)));
  }

  private void refuses(int status, String reason) {
    String body = "{\"message\":\"%s\"}".formatted(reason);
    fake.on("DELETE", PATH, (request, wire) -> wire.json(status, body));
  }

  @Test
  void name_ofTheImage_isRemoved() {
    hasImage("sha256:1");
    fake.on("DELETE", PATH, (request, wire) -> wire.json(200, "[]"));
    run.done(new RemoveObject(), STEP);
    assertThat(fake.count("DELETE", PATH)).isEqualTo(1);
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void name_thatAnotherImageHasByNow_stays() {
    hasImage("sha256:2");
    run.done(new RemoveObject(), STEP);
    assertThat(fake.count("DELETE", PATH)).isZero();
    assertThat(run.warnings)
        .containsExactly("image host:5000/shop/web:1 stays: it got another image meanwhile");
  }

  @Test
  void image_thatIsInUse_stays() {
    hasImage("sha256:1");
    refuses(409, "conflict: unable to remove repository reference");
    run.done(new RemoveObject(), STEP);
    assertThat(run.warnings).containsExactly("image host:5000/shop/web:1 stays: it is in use");
  }

  @Test
  void image_thatIsGone_isDone() {
    run.done(new RemoveObject(), STEP);
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void engine_thatFails_isNoWarning() {
    hasImage("sha256:1");
    refuses(500, "disk full");
    assertThatThrownBy(() -> run.done(new RemoveObject(), STEP)).isInstanceOf(EngineRejected.class);
  }
}
