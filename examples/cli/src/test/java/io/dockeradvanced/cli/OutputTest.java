package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody could read is no success. */
class OutputTest {
  @TempDir Path directory;

  @Test
  void config_ontoAFullDevice_failsAndSaysWhy() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    Path file = Files.writeString(directory.resolve("compose.yaml"), "services: {web: {image: x}}");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"));
    command.addAll(DaProcess.command());
    command.addAll(List.of("stack", "config", "-f", file.toString()));
    try (DaProcess process = DaProcess.start(directory, command, builder -> {})) {
      Da da = process.end();
      assertThat(da.status()).as(da.err()).isEqualTo(1);
      assertThat(da.errLines())
          .singleElement()
          .asString()
          .startsWith("the answer could not be written to standard output: ");
    }
  }
}
