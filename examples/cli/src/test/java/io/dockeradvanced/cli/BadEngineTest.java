package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.FakeEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that cannot be used: exit code 1, one clear sentence. */
class BadEngineTest {
  @TempDir Path directory;

  private static void assertOneSentence(Cli cli, String... words) {
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.status()).isEqualTo(1);
  }

  @Test
  void anUnreachableSocket_isNamed() {
    assertOneSentence(
        Cli.run(directory, "unix:///nonexistent/docker.sock", "host", "info"),
        "/nonexistent/docker.sock",
        "does not exist");
  }

  @Test
  void anEngineThatIsTooOld_isRefused() throws IOException {
    try (FakeEngine engine = new FakeEngine().apiVersion("1.40")) {
      assertOneSentence(Cli.run(directory, engine.uri(), "host", "info"), "1.40", "1.41");
    }
  }

  @Test
  void anEngineThatDiesMidRequest_isUnreachable() throws IOException {
    try (FakeEngine engine =
        new FakeEngine()
            .on(
                "GET",
                "/info",
                (request, wire) -> {
                  wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Na");
                  throw new FakeEngine.Cut();
                })) {
      assertOneSentence(Cli.run(directory, engine.uri(), "host", "info"), "/info");
    }
  }

  @Test
  void truncatedJson_isNotTakenForAnAnswer() throws IOException {
    try (FakeEngine engine =
        new FakeEngine().on("GET", "/info", (request, wire) -> wire.json(200, "{\"Name\": \"x"))) {
      assertOneSentence(Cli.run(directory, engine.uri(), "host", "info"), "/info");
    }
  }
}
