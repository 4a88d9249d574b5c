package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The progress on a real, narrow terminal. */
@Lab
class TerminalIT {
  private static final int COLUMNS = 46;

  @Engine LabEngine engine;
  @TempDir Path directory;

  @Test
  void progress_onANarrowTerminal_staysOnItsLine() throws Exception {
    assumeThat(Path.of("/usr/bin/script")).exists();
    String stack = engine.uniqueName("terminal");
    Path file =
        Files.writeString(
            directory.resolve("compose.yaml"),
            "services: {web: {image: 'docker-advanced-lab/web:1', stop_grace_period: 1s}}");
    Da deploy = onTerminal("stack", "deploy", "-f", file.toString(), "-p", stack);
    Da down = onTerminal("stack", "down", stack);

    assertThat(deploy.status()).as(deploy.out()).isZero();
    assertThat(deploy.out()).contains("deployed");
    for (Da da : List.of(deploy, down)) {
      assertThat(da.out()).contains(Progress.CLEAR + "[###");
      List<String> bars =
          Stream.of(da.out().split("\r\u001b\\[K|\r?\n")).filter(s -> s.startsWith("[")).toList();
      assertThat(bars).isNotEmpty().allMatch(bar -> bar.length() < COLUMNS);
      assertThat(bars).as("some are cut").anyMatch(bar -> bar.length() == COLUMNS - 1);
    }
  }

  private Da onTerminal(String... words) throws Exception {
    List<String> command = new ArrayList<>(DaProcess.command());
    command.addAll(List.of("--host", engine.uri()));
    command.addAll(List.of("--state", directory.resolve("state.db").toString()));
    command.addAll(List.of(words));
    String line = "stty cols %d; exec '%s'".formatted(COLUMNS, String.join("' '", command));
    try (DaProcess process =
        DaProcess.start(
            directory,
            List.of("/usr/bin/script", "-qec", line, "/dev/null"),
            builder -> builder.environment().put("TERM", "xterm"))) {
      return process.end();
    }
  }
}
