package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -f -} beside Docker Compose: both read the same from their standard input. */
@Lab
class StandardInputIT {
  private static final String FILE =
      """
      services:
        web:
          image: "docker-advanced-lab/web:${TAG:-none}"
          env_file: web.env
          stop_grace_period: 1s
          volumes: ["./data:/data"]
      """;

  private static Path compose;

  @Engine LabEngine engine;
  @TempDir Path directory;
  private Path shop;

  @BeforeAll
  static void findCompose() throws Exception {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(at.resolve("lab/compose"))) {
      at = at.getParent();
    }
    Process lab =
        new ProcessBuilder(at.resolve("lab/compose").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new String(lab.getInputStream().readAllBytes()).lines().toList();
    assertThat(lab.waitFor()).isZero();
    compose = Path.of(lines.get(lines.size() - 1));
  }

  @BeforeEach
  void writeShop() throws IOException {
    shop = Files.createDirectories(directory.resolve("My_Shop"));
    Files.writeString(shop.resolve(".env"), "TAG=1\n");
    Files.writeString(shop.resolve("web.env"), "GREETING=hello\n");
    Files.writeString(shop.resolve("more.yaml"), "services: {web: {user: '1000'}}\n");
    Files.writeString(shop.resolve("base.yaml"), FILE);
    Files.createDirectories(shop.resolve("sub"));
  }

  static Stream<Arguments> commandLines() {
    String labels = "services: {web: {labels: {a: b}}}\n";
    return Stream.of(
        arguments(".", FILE, List.of("-f", "-")),
        arguments(".", FILE, List.of("-f", "-", "-p", "given")),
        arguments(".", "name: inside\n" + FILE, List.of("-f", "-")),
        arguments(".", FILE, List.of("-f", "-", "--env-file", "web.env")),
        arguments(".", FILE, List.of("-f", "more.yaml", "-f", "-")),
        arguments(".", FILE, List.of("-f", "-", "-f", "more.yaml")),
        arguments(".", FILE, List.of("-f", "-", "-f", "-")),
        // The first real file says where the project lies.
        arguments("sub", labels, List.of("-f", "../base.yaml", "-f", "-")),
        arguments("sub", labels, List.of("-f", "-", "-f", "../base.yaml")));
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void config_ofStandardInput_isThatOfCompose(String folder, String yaml, List<String> options)
      throws Exception {
    assertSameConfig(shop.resolve(folder).normalize(), yaml, options, Map.of());
  }

  @Test
  void config_ofStandardInputNamedByTheEnvironment_isThatOfCompose() throws Exception {
    assertSameConfig(shop, FILE, List.of(), Map.of("COMPOSE_FILE", "-"));
    assertSameConfig(shop, FILE, List.of(), Map.of("COMPOSE_FILE", "more.yaml:-"));
  }

  private void assertSameConfig(
      Path folder, String yaml, List<String> options, Map<String, String> environment)
      throws Exception {
    List<String> theirs = new ArrayList<>(List.of(compose.toString()));
    theirs.addAll(options);
    theirs.addAll(List.of("config", "--format", "json"));
    Da expected = run(folder, yaml, environment, theirs);
    assertThat(expected.status()).as(expected.err()).isZero();

    List<String> ours = DaProcess.command();
    ours.addAll(List.of("--format", "json", "stack", "config"));
    ours.addAll(options);
    Da da = run(folder, yaml, environment, ours);
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out().strip()).isEqualTo(expected.out().strip());
  }

  @Test
  void config_ofBadStandardInput_saysWhere() throws Exception {
    List<String> command = DaProcess.command();
    command.addAll(List.of("stack", "config", "-f", "-"));
    Da da = run(shop, "services:\n  web:\n    image: x\n    imago: y\n", Map.of(), command);
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().startsWith("<stdin>:4:5: ");
    assertThat(da.out()).isEmpty();
  }

  @Test
  void deploy_ofStandardInput_isAStackOfCompose() throws Exception {
    String stack = engine.uniqueName("stdin");
    assertThat(da("plan", stack).out()).contains(stack + "-web-1");
    assertThat(da("deploy", stack).out()).isEqualTo(stack + " is deployed\n");
    InspectContainerResponse web = Standing.containers(engine, stack).get(stack + "-web-1");
    assertThat(web.getConfig().getLabels())
        .containsEntry("com.docker.compose.project.config_files", "-")
        .containsEntry("com.docker.compose.project.working_dir", shop.toString());
    assertThat(da("deploy", stack).out()).isEqualTo(stack + " is up to date\n");

    List<String> up = List.of(compose.toString(), "-f", "-", "-p", stack, "up", "-d", "--no-build");
    Da theirs = run(shop, FILE, Map.of("DOCKER_HOST", engine.uri()), up);
    assertThat(theirs.status()).as(theirs.err()).isZero();
    assertThat(Standing.containers(engine, stack).get(stack + "-web-1").getId())
        .as("Compose sees no difference")
        .isEqualTo(web.getId());
    assertThat(da("down", stack).out()).isEqualTo(stack + " is down\n");
    Standing.assertGone(engine, stack);
  }

  private Da da(String verb, String stack) throws Exception {
    List<String> command = DaProcess.command();
    command.addAll(List.of("--no-progress", "--host", engine.uri()));
    command.addAll(List.of("--state", directory.resolve("state.db").toString()));
    command.addAll(List.of("stack", verb, "-f", "-", "-p", stack));
    Da da = run(shop, FILE, Map.of(), command);
    assertThat(da.status()).as(da.err()).isZero();
    return da;
  }

  private Da run(Path folder, String input, Map<String, String> environment, List<String> command)
      throws Exception {
    Path in = Files.writeString(directory.resolve("in"), input);
    try (DaProcess process =
        DaProcess.start(
            directory,
            command,
            builder -> {
              builder.directory(folder.toFile()).redirectInput(in.toFile());
              builder.environment().putAll(environment);
            })) {
      return process.end();
    }
  }
}
