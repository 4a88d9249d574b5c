package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is built, started by the JVM and by the script. */
class DaJarIT {
  @TempDir Path directory;

  private static Path jar() throws Exception {
    Path classes =
        Path.of(DaJarIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return classes.resolveSibling("da.jar");
  }

  private static Path project() throws Exception {
    Path at = jar();
    while (!Files.isExecutable(at.resolve("lab/engine"))) {
      at = at.getParent();
    }
    return at;
  }

  private Da run(List<String> command) throws Exception {
    try (DaProcess process =
        DaProcess.start(
            directory,
            command,
            builder -> {
              builder.environment().put("DA_NO_BUILD", "1");
              builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            })) {
      return process.end();
    }
  }

  @Test
  void manifest_allowsTheNativeLibrary() throws Exception {
    try (JarFile jar = new JarFile(jar().toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
          .isEqualTo("ALL-UNNAMED");
    }
  }

  @Test
  void store_onTheNewestJdkHere_isOpenedWithoutAWarning() throws Exception {
    Process find =
        new ProcessBuilder(project().resolve("lab/jdk").toString(), "24")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String home = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assumeThat(find.waitFor()).as("there is a JDK 24 or newer here").isZero();
    List<String> command =
        new ArrayList<>(List.of(home + "/bin/java", "-jar", jar().toString(), "--host"));
    command.add("unix://" + directory.resolve("none.sock"));
    command.addAll(List.of("--state", directory.resolve("state.db").toString(), "recover"));
    Da da = run(command);
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.err()).isEmpty();
  }

  /**
   * In the locale C a JVM 17 finds no file in such a folder; and the file still sees that locale.
   */
  @Test
  void script_inAFolderWithAnUmlautAndLocaleC_findsTheFile() throws Exception {
    Path script = project().resolve("da");
    assumeThat(project().resolve("examples/cli/target/da.jar")).exists();
    String text =
        """
        folder=$(printf 'm\\303\\274ller')
        mkdir "$1/$folder" && cd "$1/$folder" || exit 9
        printf 'name: s\\nservices: {web: {image: x, environment: [LC_ALL]}}\\n' >compose.yaml
        LC_ALL=C exec "$2" stack config
        """;
    Da da = run(List.of("sh", "-c", text, "sh", directory.toString(), script.toString()));
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out()).contains("LC_ALL: C\n");
  }
}
