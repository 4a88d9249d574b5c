package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/** A plain container as fixture, by Testcontainers. */
@Lab
class LabContainersIT {
  @Engine LabEngine engine;

  @Test
  void fixture_ofLabImage_startsWithoutRegistryAndEndsWithClose() throws Exception {
    String id;
    try (GenericContainer<?> web =
        LabContainers.of(engine, LabImages.WEB).withEnv("VERSION", "fixture")) {
      web.start();
      id = web.getContainerId();
      String answer =
          web.execInContainer("wget", "-q", "-O", "-", "http://127.0.0.1:8080/").getStdout();
      assertThat(answer).startsWith("fixture from ");
    }
    assertThat(engine.docker().listContainersCmd().withShowAll(true).exec())
        .noneMatch(c -> c.getId().equals(id));
  }
}
