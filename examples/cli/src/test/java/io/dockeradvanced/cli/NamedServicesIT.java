package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are named: their profiles are switched on, and what others lack is no matter. */
@Lab
class NamedServicesIT {
  private static final String FILE =
      """
      x-it: &it
        image: docker-advanced-lab/busybox:1
        command: [sleep, "600"]
        init: true
        stop_grace_period: 1s
      services:
        web: {<<: *it}
        debug: {<<: *it, profiles: [tools], depends_on: [web]}
        side: {<<: *it, env_file: no.env}
      """;

  @Engine LabEngine engine;
  @TempDir Path directory;

  @Test
  void named_areSwitchedOn_andOthersMayLackTheirFiles() throws Exception {
    String stack = engine.uniqueName("named");
    String file = Files.writeString(directory.resolve("compose.yaml"), FILE).toString();
    try {
      assertThat(da("stack", "deploy", "-f", file, "-p", stack).err()).contains("no.env");
      assertThat(da("stack", "deploy", "-f", file, "-p", stack, "side").err()).contains("no.env");
      ok(da("stack", "deploy", "-f", file, "-p", stack, "--remove-orphans", "debug"));
      assertThat(ok(da("stack", "ps", stack)).out())
          .contains("-debug-1")
          .contains("-web-1")
          .doesNotContain("-side-1");
      assertThat(ok(da("stack", "deploy", "-f", file, "-p", stack, "debug")).out())
          .isEqualTo("%s is up to date%n".formatted(stack));
      ok(da("stack", "scale", "-f", file, "-p", stack, "debug=2"));
      ok(da("stack", "pull", "-f", file, "-p", stack, "--policy", "missing", "debug"));
      assertThat(
              ok(da(
                      "stack",
                      "run",
                      "--rm",
                      "-f",
                      file,
                      "--project-name",
                      stack,
                      "debug",
                      "echo",
                      "hello"))
                  .out())
          .contains("hello");
      assertThat(ok(da("stack", "stop", "-f", file, "-p", stack, "debug")).out())
          .isEqualTo("stop debug of %s: done%n".formatted(stack));
      assertThat(ok(da("stack", "config", "-f", file, "-p", stack, "--services")).out().lines())
          .containsExactly("side", "web");
      assertThat(
              ok(da("stack", "config", "-f", file, "-p", stack, "--services", "debug"))
                  .out()
                  .lines())
          .containsExactly("web", "debug");
      assertThat(ok(da("stack", "config", "-f", file, "-p", stack, "web")).out())
          .contains("web:")
          .doesNotContain("side");
      assertThat(da("stack", "config", "-f", file, "-p", stack, "nobody").err())
          .contains("there is no service nobody; the stack has debug, side, web");
      ok(da("stack", "down", "-f", file, "--service", "debug", stack));
      assertThat(ok(da("stack", "ps", stack)).out()).contains("-web-1").doesNotContain("-debug-");
    } finally {
      ok(da("stack", "down", stack));
    }
  }

  private static Da ok(Da da) {
    assertThat(da.status()).as(da.err()).isZero();
    return da;
  }

  private Da da(String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }
}
