package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step warns of is shown, whatever else is not. */
@Lab
class WarningIT {
  private static final String FILE =
      "services: {web: {image: 'docker-advanced-lab/web:1', stop_grace_period: 1s}}";

  @TempDir Path directory;

  @Test
  void down_ofNetworkThatOthersUse_warnsOnStandardError(LabEngine engine) throws Exception {
    String stack = engine.uniqueName("warning");
    String network = stack + "_default";
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    assertThat(da(engine, "stack", "deploy", "-f", file.toString(), "-p", stack).status()).isZero();
    String guest =
        engine
            .docker()
            .createContainerCmd("docker-advanced-lab/busybox:1")
            .withName(engine.uniqueName("guest"))
            .withCmd("sleep", "600")
            .exec()
            .getId();
    try {
      engine.docker().connectToNetworkCmd().withContainerId(guest).withNetworkId(network).exec();
      engine.docker().startContainerCmd(guest).exec();

      Da down = da(engine, "--format", "json", "stack", "down", stack);
      assertThat(down.status()).as(down.err()).isZero();
      assertThat(down.errLines())
          .containsExactly(
              "warning: network %s stays: it is in use by containers of others".formatted(network));
      assertThat(down.out().lines()).singleElement().asString().startsWith("{\"name\":\"" + stack);
    } finally {
      engine.docker().removeContainerCmd(guest).withForce(true).exec();
    }
    assertThat(da(engine, "stack", "down", stack).status()).isZero();
    Standing.assertGone(engine, stack);
  }

  private Da da(LabEngine engine, String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }
}
