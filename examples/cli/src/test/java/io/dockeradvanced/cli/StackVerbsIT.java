package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code da stack}: what they print, and their exit codes. */
@Lab
class StackVerbsIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "600"]
          init: true
          stop_grace_period: 1s
          ports: ["127.0.0.1:27391:80"]
          depends_on: [db]
        db:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "600"]
          init: true
          stop_grace_period: 1s
      """;

  @Engine LabEngine engine;
  @TempDir Path directory;

  @Test
  void verbs_sayWhatTheyDid_andDoNothingTwice() throws Exception {
    String stack = engine.uniqueName("verbs");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    try {
      ok(da("stack", "deploy", "-f", file.toString(), "-p", stack, "db"));
      assertThat(ok(da("stack", "ps", stack)).out()).contains("-db-1").doesNotContain("-web-1");
      ok(da("stack", "deploy", "-f", file.toString(), "-p", stack, "--wait"));

      assertThat(ok(da("stack", "stop", "-p", stack, "-t", "1", "web")).out())
          .isEqualTo("stop web of %s: done%n".formatted(stack));
      assertThat(ok(da("stack", "stop", "-p", stack, "web")).out())
          .isEqualTo("stop web of %s: there was nothing to do%n".formatted(stack));
      assertThat(ok(da("--format", "json", "stack", "start", "-p", stack)).out())
          .contains("\"state\":\"running\"")
          .contains("\"changed\":true");
      for (String verb : List.of("pause", "unpause", "restart", "kill")) {
        ok(da("stack", verb, "-p", stack, "db"));
      }
      assertThat(ok(da("stack", "rm", "-p", stack, "db")).out()).contains("done");
      assertThat(ok(da("stack", "scale", "-f", file.toString(), "-p", stack, "db=2")).out())
          .isEqualTo("%s is scaled%n".formatted(stack));
      assertThat(ok(da("stack", "port", "-p", stack, "web", "80")).out())
          .isEqualTo("127.0.0.1:27391%n".formatted());
      assertThat(da("stack", "port", "-p", stack, "db", "80").status()).isEqualTo(1);
      assertThat(ok(da("stack", "top", "-p", stack, "web")).out()).contains("sleep 600");
      assertThat(ok(da("stack", "images", "-p", stack)).out().lines())
          .hasSize(4)
          .anyMatch(line -> line.contains(stack + "-db-2 ") && line.contains("busybox"));
    } finally {
      ok(da("stack", "down", "--remove-orphans", stack));
    }
  }

  /** Containers of Docker Compose do not carry their hooks: the file that is given tells them. */
  @Test
  void verbsWithTheFile_runItsHooks() throws Exception {
    String stack = engine.uniqueName("hooks");
    Path log = Files.createDirectory(directory.resolve("log")).resolve("all");
    Path file =
        Files.writeString(
            directory.resolve("compose.yaml"),
            """
            services:
              web:
                image: docker-advanced-lab/busybox:1
                command: [sleep, "600"]
                stop_signal: SIGKILL
                volumes: ["./log:/log"]
                pre_stop: [{command: [sh, -c, "echo down >>/log/all"]}]
            """);
    String path = file.toString();
    LabCompose.on(engine).up(file, stack);
    try {
      ok(da("stack", "restart", "-p", stack));
      assertThat(log).doesNotExist();
      ok(da("stack", "restart", "-f", path, "-p", stack));
      ok(da("stack", "stop", "-f", path, "-p", stack));
      ok(da("stack", "start", "-p", stack));
      ok(da("stack", "rm", "-s", "-f", path, "-p", stack));
      LabCompose.on(engine).up(file, stack);
      assertThat(Files.readAllLines(log)).containsExactly("down", "down", "down");
      ok(da("stack", "down", "-f", path, stack));
      assertThat(Files.readAllLines(log)).hasSize(4);
    } finally {
      ok(da("stack", "down", stack));
    }
  }

  @Test
  void volume_thatChanged_staysWithItsData_orTheDeployIsRefused() throws Exception {
    String stack = engine.uniqueName("volume");
    String yaml =
        """
        services:
          db: {image: "docker-advanced-lab/busybox:1", command: [sleep, "600"], stop_signal: SIGKILL, volumes: ["data:/data"]}
        volumes:
          data: {labels: {version: "%d"}}
        """;
    Path file = Files.writeString(directory.resolve("compose.yaml"), yaml.formatted(1));
    try {
      ok(da("stack", "deploy", "-f", file.toString(), "-p", stack));
      engine.exec(stack + "-db-1", "sh", "-c", "echo precious > /data/file");
      Files.writeString(file, yaml.formatted(2));

      String[] refuse = {"--changed-volumes", "refuse"};
      Da refused = da("stack", "deploy", "-f", file.toString(), "-p", stack, refuse[0], refuse[1]);
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("compose.yaml:4:", stack + "_data");
      Da kept = ok(da("stack", "deploy", "-f", file.toString(), "-p", stack));
      assertThat(kept.err()).contains(stack + "_data", "kept as it is");
      assertThat(engine.exec(stack + "-db-1", "cat", "/data/file")).isEqualTo("precious");
      assertThat(engine.docker().inspectVolumeCmd(stack + "_data").exec().getLabels())
          .containsEntry("version", "1");
    } finally {
      ok(da("stack", "down", "-v", stack));
    }
  }

  /** As with Docker Compose, which asks the engine for those that run. */
  @Test
  void exec_passesOverAContainerThatHasStopped() throws Exception {
    String stack = engine.uniqueName("over");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    try {
      ok(da("stack", "scale", "-f", file.toString(), "-p", stack, "db=2"));
      ok(da("container", "stop", "-t", "0", stack + "-db-1"));
      String second = engine.docker().inspectContainerCmd(stack + "-db-2").exec().getId();
      assertThat(ok(da("stack", "exec", "-p", stack, "db", "cat", "/etc/hostname")).out().strip())
          .isEqualTo(second.substring(0, 12));
      Da first = da("stack", "exec", "-p", stack, "--index", "1", "db", "true");
      assertThat(first.status()).isEqualTo(1);
      assertThat(first.err()).contains("runs with the number 1");
    } finally {
      ok(da("stack", "down", stack));
    }
  }

  @Test
  void execAndRun_haveTheExitCodeOfTheProgram() throws Exception {
    String stack = engine.uniqueName("exec");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    try {
      ok(da("stack", "deploy", "-f", file.toString(), "-p", stack));
      Da exec =
          process(
              "stack", "exec", "-p", stack, "-e", "A=b", "db", "sh", "-c", "echo $A; cat; exit 9");
      assertThat(exec).isEqualTo(new Da(9, "b\nthe input\n", ""));
      Da run =
          process(
              "stack",
              "run",
              "--rm",
              "-f",
              file.toString(),
              "--project-name",
              stack,
              "web",
              "sh",
              "-c",
              "cat; echo no >&2; exit 4");
      assertThat(run.status()).as(run.err()).isEqualTo(4);
      assertThat(run.out()).isEqualTo("the input\n");
      assertThat(run.errLines()).endsWith("no");
      assertThat(da("stack", "exec", "-p", stack, "--index", "3", "db", "true").err())
          .contains("service db has no container 3; it has 1");
    } finally {
      ok(da("stack", "down", "--remove-orphans", stack));
    }
  }

  @Test
  void run_detached_tellsItsName_andIsThereWithWhatItWasGiven() throws Exception {
    String stack = engine.uniqueName("detached");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    Path variables = Files.writeString(directory.resolve("more.env"), "A=file\nB=${A}x\n");
    try {
      Da run =
          ok(
              da(
                  "stack",
                  "run",
                  "-d",
                  "-q",
                  "-f",
                  file.toString(),
                  "--project-name",
                  stack,
                  "--no-deps",
                  "-e",
                  "A=1",
                  "--env-from-file",
                  variables.toString(),
                  "-l",
                  "team=red",
                  "web",
                  "sh",
                  "-c",
                  "echo $A $B; exec sleep 600"));
      String name = run.out().strip();
      assertThat(name).startsWith(stack + "-web-run-");
      var there = Standing.containers(engine, stack);
      assertThat(there).containsOnlyKeys(name);
      assertThat(there.get(name).getState().getRunning()).isTrue();
      assertThat(there.get(name).getConfig().getEnv()).contains("A=1", "B=1x");
      assertThat(there.get(name).getConfig().getLabels()).containsEntry("team", "red");
      assertThat(ok(da("stack", "deploy", "-f", file.toString(), "-p", stack, "db")).err())
          .doesNotContain(name);
    } finally {
      ok(da("stack", "down", "--remove-orphans", stack));
    }
  }

  @Test
  void build_buildsAndTells_andIsSilentWhenAsked() throws Exception {
    String stack = engine.uniqueName("build");
    String text =
        """
        services:
          web:
            build: {context: ., dockerfile_inline: "FROM docker-advanced-lab/busybox:1\\nARG A\\nRUN echo $$A >/a"}
            command: [cat, /a]
          db: {image: docker-advanced-lab/busybox:1}
        """;
    Path file = Files.writeString(directory.resolve("compose.yaml"), text);
    String[] of = {"-f", file.toString(), "-p", stack};
    try {
      Da build = ok(da("stack", "build", of[0], of[1], of[2], of[3], "--build-arg", "A=first"));
      assertThat(build.out()).isEqualTo("the images of %s are built%n".formatted(stack));
      Da quiet =
          ok(
              da(
                  "stack",
                  "build",
                  "-q",
                  "--build-arg",
                  "A=second",
                  of[0],
                  of[1],
                  of[2],
                  of[3],
                  "web"));
      assertThat(quiet.out() + quiet.err()).isEmpty();
      Da nothing = ok(da("stack", "build", of[0], of[1], of[2], of[3], "db"));
      assertThat(nothing.out()).isEqualTo("there was nothing to build%n".formatted());
      assertThat(nothing.err()).contains("service db has no build");
      Da run =
          process(
              "stack", "run", "--rm", "-q", "-f", file.toString(), "--project-name", stack, "web");
      assertThat(run).isEqualTo(new Da(0, "second\n", ""));
    } finally {
      ok(da("stack", "down", "--remove-orphans", stack));
      // Also the one that lost its name to the second build, and what that was made of.
      LabImages.removeBuilt(engine, "com.docker.compose.project", stack);
    }
  }

  @Test
  void words_thatMeanNothing_areWrongUsage() throws Exception {
    String stack = engine.uniqueName("bad");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    assertThat(da("stack", "kill", "-p", stack, "-s", "no signal").status()).isEqualTo(2);
    assertThat(da("stack", "stop", "-p", stack, "-t", "-1").status()).isEqualTo(2);
    assertThat(da("stack", "stop", "-p", stack).status()).isEqualTo(1);
    assertThat(da("stack", "scale", "-f", file.toString(), "-p", stack, "web=-1").status())
        .isEqualTo(2);
    assertThat(
            da("stack", "deploy", "-f", file.toString(), "--force-recreate", "--no-recreate").err())
        .contains("exclude each other");
    assertThat(da("stack", "pull", "-f", file.toString(), "-p", stack, "nope").err())
        .contains("stack %s has no such service; it has db, web".formatted(stack));
  }

  private static Da ok(Da da) {
    assertThat(da.status()).as(da.err()).isZero();
    return da;
  }

  private List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return all;
  }

  private Da da(String... words) {
    return Da.run(words(words));
  }

  /** In a process of its own, with an input. */
  private Da process(String... words) throws IOException, InterruptedException {
    Path input = Files.writeString(directory.resolve("input"), "the input\n");
    List<String> command = new ArrayList<>(DaProcess.command());
    command.addAll(words(words));
    try (DaProcess process =
        DaProcess.start(directory, command, builder -> builder.redirectInput(input.toFile()))) {
      return process.end();
    }
  }
}
