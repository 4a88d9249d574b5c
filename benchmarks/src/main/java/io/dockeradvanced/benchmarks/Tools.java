package io.dockeradvanced.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands that are measured: Docker Compose, and ours in a fresh JVM. */
final class Tools {
  private final Bench.Setup setup;

  Tools(Bench.Setup setup) {
    this.setup = setup;
  }

  boolean hasCompose() {
    return setup.peers().containsKey("compose");
  }

  boolean hasDa() {
    return setup.peers().containsKey("da");
  }

  void composeUp(Shop shop) {
    compose("--project-name", shop.project(), "--file", file(shop), "up", "--detach");
  }

  void composeDown(Shop shop) {
    compose("--project-name", shop.project(), "down");
  }

  /** Runs {@code docker compose words...}. */
  void compose(String... words) {
    List<String> command = new ArrayList<>(List.of(setup.peers().getOrDefault("compose", "")));
    command.addAll(List.of(words));
    Processes.run(command, Map.of("DOCKER_HOST", setup.uri()));
  }

  void daDeploy(Shop shop) {
    da("stack", "deploy", "--file", file(shop), "-p", shop.project());
  }

  private void da(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(setup.peers().getOrDefault("da", ""), "--host", setup.uri(), "--no-progress"));
    command.addAll(List.of(words));
    Processes.run(
        command,
        Map.of("DA_NO_BUILD", "1", "XDG_STATE_HOME", setup.scratch().resolve("home").toString()));
  }

  private String file(Shop shop) {
    return shop.file(setup.scratch()).toString();
  }
}
