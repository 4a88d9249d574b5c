package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wants to eat all memory or stack is a model or refused, in a process that has little. */
class HostileInputsTest {
  /** The largest file is 8 MiB, and its text alone is there three times while YAML is read. */
  private static final String MEMORY = "-Xmx128m";

  @TempDir Path directory;

  @Test
  void load_hostileInputsWithLittleMemory_giveAModelOrInvalidSpec()
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MEMORY,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HostileInputs.class.getName(),
                Files.createDirectories(directory.resolve("inputs")).toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      boolean ended = process.waitFor(10, TimeUnit.MINUTES);
      assertThat(ended).as("it ends; so far:\n%s", Files.readString(out)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> outcomes = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      assertThat(line).matches("[a-z-]+ (model|refused) [0-9]+");
      outcomes.add(line.substring(0, line.indexOf(' ')));
    }
    assertThat(outcomes).containsExactlyElementsOf(HostileInputs.all().keySet());
    assertThat(process.exitValue()).isZero();
  }
}
