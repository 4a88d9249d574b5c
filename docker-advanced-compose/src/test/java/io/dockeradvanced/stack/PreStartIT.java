package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Hooks in containers of their own run before a service starts and only when none of it runs. One
 * that is killed in the middle: {@link PreStartScenario}.
 */
@Lab
class PreStartIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          stop_signal: SIGKILL
          scale: %2$d
          environment: {V: "%1$s", TOKEN: tok-xyzzy-en}
          volumes: ["./log:/log", "own:/own", "/nameless"]
          networks: [front, back]
          pre_start:
            - command: [sh, -c, "echo one $$V $$EXTRA $$(id -u) $$(pwd) >>/log/all"]
              user: "1000"
              working_dir: /tmp
              environment: {EXTRA: e-plugh}
            - command: [sh, -c, "echo $$V >/own/v; echo $$V >/nameless/v"]
            - image: docker-advanced-lab/web:1
              command: [sh, -c, "%3$s"]
      networks: {front: , back: }
      volumes: {own: }
      """;

  private static final String SECOND = "echo two $$(ls /sys/class/net | grep -c eth) >>/log/all";
  private static final List<String> BOTH = List.of("one 1 e-plugh 1000 /tmp", "two 2");

  @Engine LabEngine engine;

  private static String file(int version, int scale, String second) {
    return FILE.formatted(version, scale, second);
  }

  private static String file(int version, int scale) {
    return file(version, scale, SECOND);
  }

  /** Without a volume that would outlive its container. */
  private static String plain(int version, int scale) {
    return file(version, scale).replace(", \"/nameless\"", "").replace("/nameless/v", "/own/w");
  }

  private TestStack stack() throws IOException {
    TestStack stack = TestStack.on(engine);
    Path log = Files.createDirectory(stack.directory.resolve("log"));
    // The hook is another user, whom the directory of a test is no place for.
    log.toFile().setWritable(true, false);
    log.toFile().setExecutable(true, false);
    return stack;
  }

  private static void deploy(TestStack stack, String file) {
    stack.stacks.deploy(stack.fileSource(file));
  }

  /** What hooks say while something is done. */
  private static List<String> during(TestStack stack, Runnable what) throws IOException {
    Path log = stack.directory.resolve("log/all");
    Files.deleteIfExists(log);
    what.run();
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private static List<String> hookContainers(TestStack stack) {
    return stack.things().stream().filter(thing -> thing.contains("pre_start")).toList();
  }

  @Test
  void hooks_runOnce_withVolumesNetworksAndEnvironment_beforeAnyReplica() throws Exception {
    try (TestStack stack = stack()) {
      assertThat(during(stack, () -> deploy(stack, file(1, 2)))).isEqualTo(BOTH);
      assertThat(stack.exec("web-1", "cat", "/own/v", "/nameless/v")).isEqualTo("1\n1");
      assertThat(hookContainers(stack)).isEmpty();
      assertThat(stack.stacks.plan(stack.fileSource(file(1, 2))).isEmpty()).isTrue();
      assertThat(stack.inspect("web-1").getConfig().getLabels())
          .containsEntry("com.docker.compose.version", "5.5.0");
    }
  }

  @Test
  void hooks_runOnlyWhenNoReplicaRuns() throws Exception {
    try (TestStack stack = stack()) {
      deploy(stack, plain(1, 1));
      assertThat(during(stack, () -> deploy(stack, plain(1, 3)))).as("scale up").isEmpty();
      stack.stop("web-2");
      assertThat(during(stack, () -> deploy(stack, plain(1, 3)))).as("one starts").isEmpty();
      assertThat(during(stack, () -> deploy(stack, plain(2, 2)))).as("recreation").hasSize(2);
      assertThat(during(stack, () -> stack.stacks.restart(stack.name)))
          .as("restart")
          .containsExactly("one 2 e-plugh 1000 /tmp", "two 2");
      assertThat(during(stack, () -> stack.stacks.stop(stack.name))).as("stop").isEmpty();
      assertThat(during(stack, () -> stack.stacks.start(stack.name))).as("start").hasSize(2);
      assertThat(during(stack, () -> stack.stacks.start(stack.name))).as("no start").isEmpty();
      deploy(stack, plain(2, 0));
      assertThat(during(stack, () -> deploy(stack, plain(2, 1)))).as("from 0").hasSize(2);
      assertThat(hookContainers(stack)).isEmpty();
    }
  }

  @Test
  void failingHook_isUndoneAndQuoted_andTheOldOnesServe() throws Exception {
    try (TestStack stack = stack()) {
      deploy(stack, file(1, 2));
      String old = stack.id("web-1");
      String bad = "echo it broke: $$TOKEN >&2; exit 7";
      OperationFailed failed =
          catchThrowableOfType(OperationFailed.class, () -> deploy(stack, file(2, 2, bad)));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed)
          .hasMessageContaining(
              "pre_start[2] 'sh' of service web exited with status 7:\nit broke: …")
          .hasMessageNotContaining("xyzzy");
      assertThat(stack.id("web-1")).isEqualTo(old);
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
      assertThat(stack.inspect("web-2").getState().getRunning()).isTrue();
      assertThat(hookContainers(stack)).isEmpty();
    }
  }

  @Test
  void failingHook_ofAFirstDeploy_leavesNothing() throws Exception {
    try (TestStack stack = stack()) {
      OperationFailed failed =
          catchThrowableOfType(OperationFailed.class, () -> deploy(stack, file(1, 1, "exit 3")));
      assertThat(failed).hasMessageContaining("exited with status 3 and printed nothing");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void hookThatHangs_failsAfterTheTimeOfTheDeploy_andIsGone() throws Exception {
    try (TestStack stack = stack()) {
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class,
              () ->
                  stack.stacks.deploy(
                      stack.fileSource(file(1, 1, "sleep 1000")),
                      DeployOptions.defaults().healthTimeout(Duration.ofSeconds(2))));
      assertThat(failed).hasMessageContaining("pre_start[2] 'sh' of service web still runs after");
      assertThat(stack.things()).isEmpty();
    }
  }

  /** As Docker Compose keeps one that failed. */
  @Test
  void leftover_isNoReplica_andGoesWithTheNextDeployAndWithDown() throws Exception {
    try (TestStack stack = stack()) {
      deploy(stack, plain(1, 1));
      String left = leftover(stack);
      assertThat(stack.stacks.status(stack.name).services()).hasSize(1);
      assertThat(stack.stacks.status(stack.name).services().get(0).replicas()).hasSize(1);
      deploy(stack, plain(1, 1));
      assertThat(isThere(left)).isFalse();
      left = leftover(stack);
      stack.stacks.down(stack.name);
      assertThat(isThere(left)).isFalse();
    }
  }

  private String leftover(TestStack stack) {
    return engine
        .docker()
        .createContainerCmd("docker-advanced-lab/busybox:1")
        .withName(stack.name + "-left")
        .withLabels(
            Map.of(
                "com.docker.compose.project", stack.name,
                "com.docker.compose.service", "web",
                "com.docker.compose.hook", "pre_start"))
        .exec()
        .getId();
  }

  private boolean isThere(String id) {
    return engine.docker().listContainersCmd().withShowAll(true).exec().stream()
        .anyMatch(c -> c.getId().equals(id));
  }
}
