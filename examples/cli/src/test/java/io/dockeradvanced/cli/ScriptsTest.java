package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts in a project of their own, whose mvn, java and engine only say what they are told.
 */
class ScriptsTest {
  private static final Instant LONG_AGO = Instant.now().minusSeconds(7200);
  private static final Instant LATER = LONG_AGO.plusSeconds(3600);

  @TempDir Path root;
  private Path source;

  @BeforeEach
  void copyScripts() throws IOException {
    Path project = project();
    for (String script : List.of("da", "bench", "demo", "lab/build", "lab/lib.sh")) {
      Files.createDirectories(root.resolve(script).getParent());
      Files.copy(project.resolve(script), root.resolve(script));
    }
    source = file("docker-advanced-core/src/main/java/A.java", "class A {}");
    file("docker-advanced-compose/src/main/java/B.java", "");
    file("examples/cli/src/main/java/C.java", "");
    file("benchmarks/src/main/java/D.java", "");
    for (String pom : List.of("", "docker-advanced-core/", "examples/", "examples/cli/")) {
      file(pom + "pom.xml", "");
    }
    // As Maven: a jar that exists and has the same classes stays as it is.
    program(
        "bin/mvn",
        """
        echo built >>"$ROOT/calls"
        for jar in examples/cli/target/da.jar benchmarks/target/bench.jar; do
          mkdir -p "$(dirname "$ROOT/$jar")"; [ -f "$ROOT/$jar" ] || : >"$ROOT/$jar"
        done
        """);
    program("java/bin/java", "echo \"LC_ALL=${LC_ALL-} DA_LC_ALL=${DA_LC_ALL-}\"");
    program("lab/engine", "echo unix:///nowhere");
    program("lab/images", "echo images");
    program("lab/compose", "echo /nowhere/compose");
  }

  private static Path project() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(at.resolve("lab/engine"))) {
      at = at.getParent();
    }
    return at;
  }

  private Path file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    return file;
  }

  private void program(String name, String text) throws IOException {
    assertThat(file(name, "#!/bin/sh\n" + text).toFile().setExecutable(true)).isTrue();
  }

  private Da run(Map<String, String> environment, String... command) throws Exception {
    try (DaProcess process =
        DaProcess.start(
            root,
            List.of(command),
            builder -> {
              Map<String, String> all = builder.environment();
              all.remove("DA_NO_BUILD");
              all.put("DA_BENCH_PATIENCE", "0"); // nothing is measured here
              all.put("ROOT", root.toString());
              all.put("DA_LAB_HOME", root.resolve("home").toString());
              all.put("JAVA_HOME", root.resolve("java").toString());
              all.put("PATH", root.resolve("bin") + ":" + all.get("PATH"));
              all.putAll(environment);
              builder.directory(root.toFile());
            })) {
      Da da = process.end();
      assertThat(da.status()).as(da.err()).isZero();
      return da;
    }
  }

  private long builds() throws IOException {
    return Files.readAllLines(root.resolve("calls")).size();
  }

  @Test
  void da_afterAChangeInCore_buildsOnce() throws Exception {
    run(Map.of(), "./da");
    assertThat(builds()).isEqualTo(1);
    changeSource();
    run(Map.of(), "./da");
    assertThat(builds()).isEqualTo(2);
    run(Map.of(), "./da");
    assertThat(builds()).as("the jar is as old as before").isEqualTo(2);
  }

  @Test
  void bench_afterAChangeInCore_buildsOnce() throws Exception {
    run(Map.of(), "./bench", "start");
    changeSource();
    run(Map.of(), "./bench", "start");
    assertThat(builds()).isEqualTo(2);
    run(Map.of(), "./bench", "start");
    assertThat(builds()).isEqualTo(2);
  }

  /** Everything was built an hour before the source was changed. */
  private void changeSource() throws IOException {
    for (String built :
        List.of(
            "examples/cli/target/da.jar",
            "examples/cli/target/built",
            "benchmarks/target/bench.jar")) {
      if (Files.exists(root.resolve(built))) {
        Files.setLastModifiedTime(root.resolve(built), FileTime.from(LONG_AGO));
      }
    }
    Files.setLastModifiedTime(source, FileTime.from(LATER));
  }

  @Test
  void da_inALocaleWithoutUtf8_givesTheJvmOneWithIt() throws Exception {
    assertThat(run(Map.of("LC_ALL", "C"), "./da").out()).isEqualTo("LC_ALL=C.UTF-8 DA_LC_ALL==C\n");
    assertThat(run(Map.of("LC_ALL", "C.UTF-8"), "./da").out())
        .isEqualTo("LC_ALL=C.UTF-8 DA_LC_ALL=\n");
  }

  @Test
  void demo_printsItsCommandsAsOneTypesThem() throws Exception {
    program("lab/build", "");
    file("lab/lib.sh", "da_api() { echo '[]'; }");
    program("da", "echo \"version ${API_VERSION-none}\"");
    program("bin/curl", "echo 'shop api 2'");
    assertThat(run(Map.of("JAVA_HOME", "/nowhere"), "./demo").out())
        .contains(
            "$ ./da stack deploy -f examples/stacks/shop/compose.yaml -p shop\nversion none\n")
        .contains(
            "$ API_VERSION=2 ./da stack deploy -f examples/stacks/shop/compose.yaml -p shop\n"
                + "version 2\n");
  }
}
