package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Containers of tasks beside those of {@code docker compose run} with the same options. */
@Lab
class TaskParityIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: ["true"]
          entrypoint: [env]
          user: "0"
          environment: {A: file, B: file}
          labels: {team: blue, tier: "1"}
          ports: ["127.0.0.1:27461:80", "8443"]
          expose: ["7000"]
          volumes: [data:/data, /anonymous]
          networks: {front: {aliases: [www]}, back: }
          cap_add: [CAP_SYS_TIME]
          cap_drop: [CAP_MKNOD]
          depends_on: [db]
          restart: always
        db: {image: docker-advanced-lab/busybox:1, command: [sleep, "600"], init: true, networks: [back]}
      networks: {front: , back: }
      volumes: {data: }
      """;

  /** Options of Compose, and ours; {@code DIR} stands for a directory. */
  private enum Case {
    NOTHING((task, directory) -> task),
    WORDS(
        (task, directory) -> task.command("sh", "-c", "test $A = file"),
        "web",
        "sh",
        "-c",
        "test $A = file"),
    PUBLISH(
        (task, directory) -> task.publish("127.0.0.1:27462:8080").publish("9000-9001/udp"),
        "-p",
        "127.0.0.1:27462:8080",
        "-p",
        "9000-9001/udp"),
    SERVICE_PORTS((task, directory) -> task.servicePorts(), "--service-ports"),
    VOLUMES(
        (task, directory) ->
            task.volume(directory + ":/site:ro").volume("data:/more").volume("/other"),
        "-v",
        "DIR:/site:ro",
        "-v",
        "data:/more",
        "-v",
        "/other"),
    VOLUME_OF_NOBODY(
        (task, directory) -> task.volume(task.name().orElseThrow() + "-loose:/loose"),
        "-v",
        "STACK-t-loose:/loose"),
    VARIABLES(
        (task, directory) -> task.environment("A", "task").environment("C", "x=y"),
        "-e",
        "A=task",
        "-e",
        "C=x=y"),
    LABELS(
        (task, directory) -> task.label("team", "red").label("com.docker.compose.oneoff", "False"),
        "-l",
        "team=red",
        "-l",
        "com.docker.compose.oneoff=False"),
    USER_AND_DIRECTORY(
        (task, directory) -> task.user("1:2").directory("/tmp"), "-u", "1:2", "-w", "/tmp"),
    ENTRYPOINT(
        (task, directory) -> task.entrypoint("sh -c 'exit 0'"), "--entrypoint", "sh -c 'exit 0'"),
    NO_ENTRYPOINT(
        (task, directory) -> task.entrypoint("").command("true"),
        "--entrypoint",
        "",
        "web",
        "true"),
    ALIASES((task, directory) -> task.aliases(), "--use-aliases"),
    CAPABILITIES(
        (task, directory) ->
            task.addCapability("CAP_MKNOD")
                .addCapability("CAP_NET_ADMIN")
                .dropCapability("CAP_SYS_TIME"),
        "--cap-add",
        "CAP_MKNOD",
        "--cap-add",
        "CAP_NET_ADMIN",
        "--cap-drop",
        "CAP_SYS_TIME"),
    ALONE((task, directory) -> task.withoutDependencies(), "--no-deps");

    private final BiFunction<Task, Path, Task> ours;
    private final List<String> theirs;

    Case(BiFunction<Task, Path, Task> ours, String... theirs) {
      this.ours = ours;
      this.theirs = List.of(theirs);
    }

    Task task(TestStack stack, Path directory) {
      return ours.apply(Task.of("web").name(stack.container("t")).input().keep(), directory);
    }

    String[] words(TestStack stack, Path directory) {
      List<String> words = new ArrayList<>(List.of("run", "-T", "--name", stack.container("t")));
      theirs.forEach(
          word ->
              words.add(word.replace("DIR", directory.toString()).replace("STACK", stack.name)));
      if (!theirs.contains("web")) {
        words.add("web");
      }
      return words.toArray(String[]::new);
    }
  }

  @Engine LabEngine engine;

  @ParameterizedTest
  @EnumSource
  void container_ofATask_isThatOfCompose(Case one) throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      Path site = Files.createDirectories(stack.directory.resolve("site"));
      Path file = stack.file(FILE);
      try {
        compose.run(file, stack.name, one.words(stack, site)).orFail();
        ComposeObjects theirs = task(stack);
        remove(stack);
        compose.down(stack.name, "-v");

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code =
            stack.stacks.run(
                stack.fileSource(FILE).load(), one.task(stack, site), ExecStreams.to(out, out));
        assertThat(code).as(out.toString()).isZero();
        assertThat(task(stack).differencesFrom(theirs))
            .filteredOn(line -> !line.contains(".slug") && !line.contains(".config-hash"))
            .isEmpty();
      } finally {
        remove(stack);
        stack.removeVolume(stack.container("t-loose"));
      }
    }
  }

  private static ComposeObjects task(TestStack stack) throws Exception {
    Map<String, com.fasterxml.jackson.databind.JsonNode> all = ComposeObjects.of(stack).objects();
    String name = "container " + stack.container("t");
    assertThat(all).containsKey(name);
    return new ComposeObjects(Map.of(name, all.get(name)));
  }

  private void remove(TestStack stack) {
    engine.docker().listContainersCmd().withShowAll(true).exec().stream()
        .filter(c -> Arrays.asList(c.getNames()).contains("/" + stack.container("t")))
        .forEach(
            c ->
                engine
                    .docker()
                    .removeContainerCmd(c.getId())
                    .withRemoveVolumes(true)
                    .withForce(true)
                    .exec());
  }

  @Test
  void ports_thatTheServiceItselfHolds_areRefusedBeforeAnything() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file = FILE.replace("entrypoint: [env]", "entrypoint: [sleep, \"600\"]");
      stack.deploy(file.replace("command: [\"true\"]", "command: []"));
      Task task = Task.of("web").servicePorts();
      assertThatThrownBy(
              () ->
                  stack.stacks.planTask(stack.source(file).load(), task, DeployOptions.defaults()))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("port 127.0.0.1:27461 is used by container")
          .hasMessageContaining("of this stack");
    }
  }
}
