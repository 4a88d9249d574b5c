package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hooks run on every transition, each in its own container, and a failing one is undone. */
@Lab
class HooksIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          user: "1000"
          init: true
          stop_signal: SIGKILL
          scale: %2$d
          environment: {VERSION: "%1$s", TOKEN: tok-xyzzy-en}
          volumes: [log:/log]
          post_start:
            - {command: ["sh", "-c", "%3$s"], user: root, working_dir: /tmp, environment: [EXTRA=e-plugh]}
          pre_stop:
            - {command: ["sh", "-c", "%4$s"], user: root}
      volumes: {log: }
      """;

  private static final String SAY_START =
      "echo start $VERSION $EXTRA $(id -u) $(pwd) >>/log/all".replace("$", "$$");
  private static final String SAY_STOP = "echo stop $$VERSION >>/log/all";

  @Engine LabEngine engine;

  private static String file(String version, int scale, String start, String stop) {
    return FILE.formatted(version, scale, start, stop);
  }

  private static String file(String version, int scale) {
    return file(version, scale, SAY_START, SAY_STOP);
  }

  private static List<String> said(TestStack stack) {
    return stack.exec("web-1", "cat", "/log/all").lines().toList();
  }

  private static String started(String version) {
    return "start " + version + " e-plugh 0 /tmp";
  }

  @Test
  void hooks_runOnEveryTransition() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file("1", 1));
      assertThat(said(stack)).containsExactly(started("1"));
      assertThat(stack.plan(file("1", 1)).isEmpty()).isTrue();

      stack.deploy(file("2", 1));
      assertThat(said(stack)).containsExactly(started("1"), "stop 1", started("2"));

      stack.deploy(file("2", 2));
      stack.deploy(file("2", 1));
      assertThat(said(stack))
          .containsExactly(started("1"), "stop 1", started("2"), started("2"), "stop 2");

      stack.stop("web-1");
      stack.deploy(file("2", 1));
      assertThat(said(stack)).hasSize(6).last().isEqualTo(started("2"));
    }
  }

  /** It needs no file: the container carries its hooks, and nobody can read them there. */
  @Test
  void preStop_runsOnDown() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      Path log = Files.createDirectory(stack.directory.resolve("log"));
      String file = file("1", 1).replace("log:/log", log + ":/log").replace("volumes: {log: }", "");
      stack.deploy(file);
      assertThat(stack.inspect("web-1").getConfig().getLabels().get("io.docker-advanced.hooks"))
          .startsWith("v1:");
      stack.stacks.down(stack.name);
      assertThat(Files.readAllLines(log.resolve("all"))).containsExactly(started("1"), "stop 1");
    }
  }

  @Test
  void postStart_thatFails_isUndoneAndQuoted() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file("1", 1));
      String old = stack.id("web-1");
      String bad = "echo it broke: $$TOKEN $$EXTRA; exit 7";
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class, () -> stack.deploy(file("2", 1, bad, SAY_STOP)));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed)
          .hasMessageContaining("post_start hook 'sh' of container " + stack.container("web-1"))
          .hasMessageContaining("exited with status 7:\nit broke: … …");
      assertThat(stack.id("web-1")).isEqualTo(old);
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
      // On the way back as on the way there.
      assertThat(said(stack)).containsExactly(started("1"), "stop 1", "stop 2", started("1"));
    }
  }

  @Test
  void preStop_thatFails_keepsTheOldOneRunning() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file("1", 1, SAY_START, "exit 3"));
      String started = stack.inspect("web-1").getState().getStartedAt();
      OperationFailed failed =
          catchThrowableOfType(OperationFailed.class, () -> stack.deploy(file("2", 1)));
      assertThat(failed)
          .hasMessageContaining("pre_stop hook 'sh'")
          .hasMessageContaining("status 3");
      assertThat(stack.inspect("web-1").getState().getStartedAt()).isEqualTo(started);
      stack.stop("web-1");
    }
  }

  @Test
  void preStop_ofAContainerThatDoesNotRun_isSkipped() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file("1", 1, SAY_START, "exit 3"));
      stack.stop("web-1");
      stack.deploy(file("2", 1));
      assertThat(said(stack)).containsExactly(started("1"), started("2"));
    }
  }

  @Test
  void postStart_ofAContainerThatEndsAtOnce_fails() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String ends = file("1", 1).replace("[sleep, \"1000\"]", "[\"true\"]");
      assertThat(catchThrowableOfType(OperationFailed.class, () -> stack.deploy(ends))).isNotNull();
      assertThat(stack.things()).isEmpty();
    }
  }

  /** Nothing ends what an exec runs; what failed beside it is undone all the same. */
  @Test
  void hookThatHangs_isNoHindranceToTheUndoOfASibling() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            hangs:
              image: docker-advanced-lab/busybox:1
              command: [sleep, "1000"]
              stop_signal: SIGKILL
              post_start: [{command: [sleep, "600"]}]
            fails:
              image: docker-advanced-lab/busybox:1
              command: [sleep, "1000"]
              stop_signal: SIGKILL
              post_start: [{command: ["sh", "-c", "sleep 1; exit 4"]}]
          """;
      long begin = System.nanoTime();
      OperationFailed failed =
          catchThrowableOfType(OperationFailed.class, () -> stack.deploy(file));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(2));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed).hasMessageContaining("exited with status 4");
      assertThat(stack.things()).isEmpty();
    }
  }
}
