package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.Archives;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Configs and secrets are in the container when it starts, as Docker Compose puts them there. */
@Lab
class FilesIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          scale: 2
          configs:
            - c_content
            - {source: c_file, target: /etc/app/c.conf}
            - {source: c_content, target: deep/er.conf, uid: "1000", gid: "65534", mode: 0640}
          secrets:
            - s_variable
            - {source: s_file}
            - {source: s_variable, target: renamed, mode: 0400, uid: "1000"}
            - {source: s_variable, target: /elsewhere/token}
      configs:
        c_content: {content: "content of ${WHO:-nobody}\\n"}
        c_file: {file: ./c.conf}
      secrets:
        s_variable: {environment: THE_SECRET}
        s_file: {file: ./s.txt}
      """;

  private static final String LOOK =
      "cd / && stat -c '%n %a %u:%g' c_content deep/er.conf run/secrets/* elsewhere/token"
          + " && cat c_content etc/app/c.conf deep/er.conf run/secrets/* elsewhere/token";

  @Engine LabEngine engine;

  private static StackSource source(TestStack stack, String secret) throws Exception {
    Files.writeString(stack.directory.resolve("c.conf"), "conf\n");
    Files.writeString(stack.directory.resolve("s.txt"), "file secret\n");
    return stack.fileSource(FILE).variable("THE_SECRET", secret).variable("WHO", "us");
  }

  @Test
  void files_ofEveryKind_areThoseOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      source(stack, "");
      Files.writeString(stack.directory.resolve(".env"), "THE_SECRET=xyzzy\nWHO=us\n");
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      ComposeObjects theirs = ComposeObjects.of(stack);
      String seen = stack.exec("web-1", "sh", "-c", LOOK);
      compose.down(stack.name, "-v");

      stack.stacks.deploy(source(stack, "xyzzy"));
      assertThat(stack.exec("web-1", "sh", "-c", LOOK)).isEqualTo(seen);
      assertThat(stack.exec("web-2", "sh", "-c", LOOK)).isEqualTo(seen);
      assertThat(seen).contains("xyzzy", "file secret", "conf", "content of us");
      assertThat(ComposeObjects.of(stack).differencesFrom(theirs)).isEmpty();
      assertThat(stack.stacks.plan(source(stack, "xyzzy")).isEmpty()).isTrue();
      List<String> ids = List.of(stack.id("web-1"), stack.id("web-2"));
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(List.of(stack.id("web-1"), stack.id("web-2"))).isEqualTo(ids);
    }
  }

  @Test
  void content_thatChanged_isThereAfterTheNextStart() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(source(stack, "first-secret"));
      stack.stop("web-1");
      StackPlan plan = stack.stacks.plan(source(stack, "second-secret"));
      assertThat(plan.data().steps().toString())
          .contains("put 5 files into it")
          .doesNotContain("second-secret");
      stack.stacks.deploy(plan);
      assertThat(stack.exec("web-1", "cat", "/run/secrets/s_variable")).isEqualTo("second-secret");
    }
  }

  @Test
  void secret_isInNothingButTheContainer() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      StackPlan plan = stack.stacks.plan(source(stack, "plugh-secret"));
      assertThat(plan + plan.data().toJson() + plan.data().steps()).doesNotContain("plugh-secret");
      stack.stacks.deploy(plan);
      assertThat(
              io.dockeradvanced.internal.engine.Engine.of(stack.host)
                  .json(
                      io.dockeradvanced.internal.engine.Call.get(
                          "/containers/" + stack.container("web-1") + "/json"))
                  .toString())
          .doesNotContain("plugh-secret");
      for (java.nio.file.Path file : Files.list(stack.directory).toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("plugh-secret");
      }
    }
  }

  @Test
  void file_ofABundle_isPutIntoTheContainer() throws Exception {
    byte[] bundle =
        Archives.zip(
            Map.of(
                "compose.yaml",
                """
                services:
                  web:
                    image: docker-advanced-lab/web:1
                    configs: [{source: c, target: /etc/c.conf, mode: 0600, uid: "1000"}]
                configs: {c: {file: sub/c.conf}}
                """,
                "sub/c.conf",
                "bundled"));
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(StackSource.bundle(new ByteArrayInputStream(bundle)).name(stack.name));
      assertThat(stack.exec("web-1", "sh", "-c", "stat -c '%a %u' /etc/c.conf; cat /etc/c.conf"))
          .isEqualTo("600 1000\nbundled");
    }
  }

  @Test
  void file_thatIsNotThere_leavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      StackSource source =
          stack.fileSource(
              """
              services:
                web: {image: "docker-advanced-lab/web:1", secrets: [s]}
              secrets: {s: {file: ./gone}}
              """);
      assertThat(stack.stacks.plan(source).toString()).contains("there is no file");
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> stack.stacks.deploy(source)))
          .hasMessageContaining("compose.yaml:2:3")
          .hasMessageContaining("gone");
      assertThat(stack.things()).isEmpty();
    }
  }

  /** Only where the engine's host has the socket: an engine would make a directory of that name. */
  @Test
  void apiSocket_isThatOfCompose() throws Exception {
    assumeTrue(
        Files.exists(java.nio.file.Path.of("/var/run/docker.sock")),
        "no engine listens at /var/run/docker.sock, which is what use_api_socket mounts");
    LabCompose compose = LabCompose.on(engine);
    String file =
        """
        services:
          web: {image: "docker-advanced-lab/web:1", use_api_socket: true, environment: {A: b}}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      compose.up(stack.file(file), stack.name);
      ComposeObjects theirs = ComposeObjects.of(stack);
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      compose.down(stack.name, "-v");
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(ComposeObjects.of(stack).differencesFrom(theirs)).isEmpty();
      assertThat(stack.exec("web-1", "cat", "/run/secrets/docker/config.json"))
          .startsWith("{\"auths\":{");
    }
  }

  @Test
  void content_inAReadOnlyContainer_isRefused() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      InvalidSpec refused =
          catchThrowableOfType(
              InvalidSpec.class,
              () ->
                  stack.plan(
                      """
                      services:
                        web: {image: "docker-advanced-lab/web:1", read_only: true, configs: [c]}
                      configs: {c: {content: x}}
                      """));
      assertThat(refused)
          .hasMessageContaining("nothing can be put into a container that is read-only");
    }
  }
}
