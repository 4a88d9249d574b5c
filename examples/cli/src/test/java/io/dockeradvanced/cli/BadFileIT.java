package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabContainers;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** {@code da stack deploy} of files that cannot be used: one sentence, and nothing happened. */
@Lab
class BadFileIT {
  @Engine LabEngine engine;
  @TempDir Path directory;

  static Stream<Arguments> files() {
    return Stream.of(
        arguments("tab", "services:\n\tweb:\n\t\timage: x\n", ":2:1: ", "a tab"),
        arguments(
            "duplicate key", "services:\n  web:\n    image: x\n    image: y\n", ":4:5: ", "image"),
        arguments("alias bomb", bomb(), ":6:17: ", "Aliases"),
        arguments("wrong type", "services:\n  web: {image: x, ports: 80}\n", ":2:26: ", "ports"),
        arguments(
            "unknown key", "services:\n  web:\n    image: x\n    imago: y\n", ":4:5: ", "imago"),
        arguments(
            "variable that must be set",
            "services:\n  web:\n    image: ${DA_IT_UNSET:?say which image}\n",
            ":3:12: ",
            "say which image"),
        arguments(
            "broken interpolation",
            "services:\n  web:\n    image: ${DA_IT\n",
            ":3:12: ",
            "${DA_IT"),
        arguments(
            "dependency cycle",
            """
            services:
              a: {image: x, depends_on: [b]}
              b: {image: x, depends_on: [a]}
            """,
            ":[23]:\\d+: ",
            "a"),
        arguments(
            "unknown network", "services:\n  web: {image: x, networks: [out]}\n", ":2:", "out"),
        arguments(
            "unknown volume",
            "services:\n  web: {image: x, volumes: ['data:/v']}\n",
            ":2:",
            "data"),
        arguments(
            "unknown dependency", "services:\n  web: {image: x, depends_on: [db]}\n", ":2:", "db"),
        arguments(
            "bad port",
            "services:\n  web:\n    image: x\n    ports: ['99999:80']\n",
            ":4:",
            "99999"),
        arguments(
            "bad duration",
            "services:\n  web:\n    image: x\n    stop_grace_period: soon\n",
            ":4:24: ",
            "soon"),
        arguments(
            "port clash in the file",
            """
            services:
              a: {image: x, ports: ['127.0.0.1:27151:80']}
              b: {image: x, ports: ['27151:81']}
            """,
            ":3:",
            "27151"),
        arguments(
            "external network that is missing",
            """
            services:
              web: {image: docker-advanced-lab/web:1, networks: [out]}
            networks:
              out: {external: true, name: da-it-nowhere}
            """,
            ":4:",
            "da-it-nowhere"),
        arguments(
            "external volume that is missing",
            """
            services:
              web: {image: docker-advanced-lab/web:1, volumes: ['out:/x']}
            volumes:
              out: {external: true, name: da-it-nowhere}
            """,
            ":4:",
            "da-it-nowhere"),
        arguments(
            "image of 60 KB",
            "services:\n  web:\n    image: " + "a/".repeat(30_000) + "a\n",
            ":3:5: ",
            "not an image reference"),
        arguments(
            "image with a name too long for the engine",
            "services:\n  web:\n    image: " + "a".repeat(256) + ":1\n",
            ":3:5: ",
            "not an image reference"));
  }

  private static String bomb() {
    StringBuilder text = new StringBuilder("x-a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      text.append("x-a%d: &a%d [".formatted(i, i));
      text.append(String.join(", ", java.util.Collections.nCopies(10, "*a" + (i - 1))));
      text.append("]\n");
    }
    return text + "services: {web: {image: x}}\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void deploy_ofBadFile_saysWhereInOneSentenceAndExitsWith2(
      String what, String yaml, String where, String word) throws Exception {
    Path file = Files.writeString(directory.resolve("compose.yaml"), yaml);
    Da da = deploy(file, engine.uniqueName("bad"));
    assertThat(da.status()).as(da.err()).isEqualTo(2);
    assertThat(da.errLines()).as("one sentence").hasSize(1);
    assertThat(da.errLines().get(0)).containsPattern("compose\\.yaml" + where).contains(word);
    assertThat(da.out()).isEmpty();
  }

  @Test
  void deploy_ofFileThatIsNotThere_exitsWith2() {
    Da da = deploy(directory.resolve("none.yaml"), engine.uniqueName("bad"));
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("none.yaml");
  }

  @Test
  void deploy_ofFileWithoutEnd_exitsWith2() {
    Da da = deploy(Path.of("/dev/zero"), engine.uniqueName("bad"));
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("/dev/zero", "8 MiB");
  }

  static Stream<String> names() {
    return Stream.of("a b", "../x", "ü", "A/B", "Foo", "", "-x", "_a", "a".repeat(300));
  }

  @ParameterizedTest
  @MethodSource("names")
  void name_thatNoStackCanHave_exitsWith2(String name) throws Exception {
    String file =
        Files.writeString(directory.resolve("ok.yaml"), "services: {web: {image: x}}").toString();
    for (String command : List.of("down", "ps", "logs")) {
      assertBadName(da("stack", command, "-p", name));
    }
    assertBadName(da("stack", "down", "--", name));
    for (String command : List.of("config", "plan", "deploy", "down")) {
      assertBadName(da("stack", command, "-p", name, "-f", file));
    }
  }

  private static void assertBadName(Da da) {
    assertThat(da.status()).as(da.err()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("cannot name a stack");
    assertThat(da.out()).isEmpty();
  }

  @Test
  void deploy_ofTheLongestName_works() throws Exception {
    String start = engine.uniqueName("bad");
    String longest = start + "-" + "a".repeat(127 - start.length());
    Path file =
        Files.writeString(
            directory.resolve("compose.yaml"),
            """
            services:
              web: {image: "docker-advanced-lab/web:1", stop_grace_period: 1s, volumes: ["data:/data"]}
            volumes: {data: }
            """);
    Da da = deploy(file, longest);
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da("stack", "down", "-v", longest).status()).isZero();
  }

  @Test
  void logs_withTailBelow0_exitsWith2() {
    Da da = da("stack", "logs", "--tail", "-1", engine.uniqueName("bad"));
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines().get(0)).isEqualTo("--tail is -1; give 0 or more lines");
  }

  @Test
  void deploy_ofMissingImage_isRolledBackAndExitsWith3() throws Exception {
    // Port 9 of this machine refuses: a registry that cannot be reached.
    Path file =
        Files.writeString(
            directory.resolve("compose.yaml"),
            """
            services:
              db: {image: "docker-advanced-lab/db:1", volumes: ["data:/data"]}
              web: {image: "127.0.0.1:9/nobody/has:1"}
            volumes: {data: }
            """);
    Da da = deploy(file, engine.uniqueName("bad"));
    assertThat(da.status()).as(da.err()).isEqualTo(3);
    assertThat(da.errLines()).as("one sentence").hasSize(1);
    assertThat(da.err()).contains("127.0.0.1:9/nobody/has:1");
  }

  @Test
  void deploy_ofPortThatARunningContainerHas_isRefusedByItsPlace() throws Exception {
    Path file = publishing(27152);
    String first = engine.uniqueName("bad");
    assertThat(deploy(file, first).status()).isZero();
    try {
      Da da = deploy(file, engine.uniqueName("bad"));
      assertThat(da.status()).as(da.err()).isEqualTo(2);
      assertThat(da.errLines()).as("one sentence").hasSize(1);
      assertThat(da.err()).contains("compose.yaml:2:", "27152", first + "-web-1");
    } finally {
      assertThat(da("stack", "down", "-v", first).status()).isZero();
    }
  }

  /** That a program of the server has the port is known to nobody before the start. */
  @Test
  void deploy_ofPortThatAProgramHas_isRolledBackAndExitsWith3() throws Exception {
    int port = 27153;
    // In the network of the engine, which is not always that of this process.
    try (GenericContainer<?> program = LabContainers.of(engine, LabImages.TINY)) {
      program
          .withNetworkMode("host")
          .withCommand("httpd", "-f", "-p", "127.0.0.1:" + port)
          .waitingFor(Wait.forSuccessfulCommand("grep -q ':%04X ' /proc/net/tcp".formatted(port)))
          .start();
      Da da = deploy(publishing(port), engine.uniqueName("bad"));
      assertThat(da.status()).as(da.err()).isEqualTo(3);
      assertThat(da.errLines()).as("one sentence").hasSize(1);
      assertThat(da.err()).contains("compose.yaml:2:", Integer.toString(port));
    }
  }

  private Path publishing(int port) throws IOException {
    return Files.writeString(
        directory.resolve("compose.yaml"),
        """
        services:
          web: {image: "docker-advanced-lab/web:1", ports: ["127.0.0.1:%d:8080"]}
        """
            .formatted(port));
  }

  @Test
  void wrongUsage_exitsWith2() {
    assertThat(da("stack", "deploy", "--wait-timeout", "soon").status()).isEqualTo(2);
    assertThat(da("stack", "depoy").status()).isEqualTo(2);
    assertThat(da("stack", "deploy", "--wait-timeout", "0").errLines().get(0))
        .contains("--wait-timeout");
  }

  private Da deploy(Path file, String stack) {
    return da("stack", "deploy", "-f", file.toString(), "-p", stack);
  }

  private Da da(String... words) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "--host",
                    engine.uri(),
                    "--state",
                    directory.resolve("state.db").toString(),
                    "--no-progress"),
                Stream.of(words))
            .toList();
    Da da = Da.run(all);
    assertThat(da.err()).doesNotContain("\tat ").doesNotContain("Exception");
    return da;
  }
}
