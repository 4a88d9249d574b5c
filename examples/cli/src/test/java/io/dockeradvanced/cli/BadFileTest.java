package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that cannot be used: exit code 2, the place, one sentence, before any engine is asked. */
class BadFileTest {
  /** Nothing listens there: whoever asked it would fail with 1. */
  private static final String NO_ENGINE = "unix:///nonexistent/docker.sock";

  @TempDir Path directory;

  static Stream<Arguments> files() {
    return Stream.of(
        bad("tab", "services:\n\tweb:\n\t\timage: a\n", ":2:1: ", "tab"),
        bad("duplicate key", "services:\n  web:\n    image: a\n    image: b\n", ":4:5: ", "image"),
        bad("alias bomb", bomb(), "compose.yaml", ""),
        bad("wrong type", "services:\n  web:\n    image: [a]\n", ":3:12: ", "image"),
        bad("unknown key", "services:\n  web:\n    image: a\n    imagee: b\n", ":4:5: ", "imagee"),
        bad(
            "key not supported yet",
            "services:\n  web:\n    image: a\n    secrets: [x]\n",
            ":4:5: ",
            "not supported"),
        bad(
            "required variable",
            "services:\n  web:\n    image: ${TAG_THAT_NOBODY_SET:?say which}\n",
            ":3:12: ",
            "say which"),
        bad("broken interpolation", "services:\n  web:\n    image: \"${\"\n", ":3:12: ", "$"),
        bad(
            "dependency cycle",
            "services:\n  a:\n    image: x\n    depends_on: [b]\n  b:\n    image: x\n"
                + "    depends_on: [a]\n",
            "compose.yaml:",
            "a"),
        bad(
            "unknown dependency",
            "services:\n  web:\n    image: a\n    depends_on: [nobody]\n",
            ":4:",
            "nobody"),
        bad(
            "unknown network",
            "services:\n  web:\n    image: a\n    networks: [nowhere]\n",
            ":4:",
            "nowhere"),
        bad(
            "unknown volume",
            "services:\n  web:\n    image: a\n    volumes: [\"lost:/data\"]\n",
            ":4:",
            "lost"),
        bad(
            "bad port",
            "services:\n  web:\n    image: a\n    ports: [\"99999\"]\n",
            ":4:",
            "99999"),
        bad(
            "bad duration",
            "services:\n  web:\n    image: a\n    stop_grace_period: soon\n",
            ":4:",
            "soon"),
        bad(
            "port clash",
            "services:\n  a:\n    image: x\n    ports: [\"8080:80\"]\n  b:\n    image: x\n"
                + "    ports: [\"8080:81\"]\n",
            "compose.yaml:",
            "8080"),
        bad("no image", "services:\n  web:\n    command: [a]\n", ":2:", "image"),
        bad("empty file", "", "compose.yaml", ""));
  }

  private static Arguments bad(String what, String file, String place, String word) {
    return Arguments.of(what, file, place, word);
  }

  private static String bomb() {
    StringBuilder yaml = new StringBuilder("x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      yaml.append("x-%d: &a%d [".formatted(i, i))
          .append(String.join(", ", java.util.Collections.nCopies(10, before)))
          .append("]\n");
    }
    return yaml.append("services:\n  web:\n    image: a\n").toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void deploy_ofABadFile_saysWhereAndWhat(String what, String file, String place, String word)
      throws IOException {
    Path compose = Files.writeString(directory.resolve("compose.yaml"), file);

    Cli deploy =
        Cli.run(directory, NO_ENGINE, "stack", "deploy", "-f", compose.toString(), "-p", "bad");

    assertThat(deploy.err()).contains(place).contains(word).doesNotContain("\tat ");
    assertThat(deploy.err().lines().filter(line -> line.contains("compose.yaml"))).isNotEmpty();
    assertThat(deploy.status()).isEqualTo(2);
    assertThat(deploy.out()).isEmpty();
  }

  @Test
  void deploy_ofAMissingFile_namesIt() {
    Cli deploy = Cli.run(directory, NO_ENGINE, "stack", "deploy", "-f", "/nonexistent/x.yaml");

    assertThat(deploy.err()).contains("/nonexistent/x.yaml");
    assertThat(deploy.status()).isEqualTo(2);
  }

  @Test
  void anUnknownOption_isAUsageError() {
    Cli deploy = Cli.run(directory, NO_ENGINE, "stack", "deploy", "--nonsense");

    assertThat(deploy.err()).contains("--nonsense").contains("--help");
    assertThat(deploy.status()).isEqualTo(2);
  }

  @Test
  void anUnknownScheme_isAnInvalidInput() {
    Cli info = Cli.run(directory, "gopher://x", "host", "info");

    assertThat(info.err()).contains("gopher");
    assertThat(info.status()).isEqualTo(2);
  }
}
