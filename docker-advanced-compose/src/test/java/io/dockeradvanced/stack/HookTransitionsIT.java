package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every way a container stops and starts has its hooks, frozen ones and those of Compose too. */
@Lab
class HookTransitionsIT {
  /** Two services that say when they are up and when they go down. */
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          stop_signal: SIGKILL
          environment: {V: "%1$s"}
          volumes: ["./log:/log"]
          depends_on: {db: {condition: service_started, restart: true}}
          post_start: [{command: [sh, -c, "echo web up >>/log/all; exit %4$s"]}]
          pre_stop: [{command: [sh, -c, "echo web down >>/log/all"]}]
        db:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          stop_signal: SIGKILL
          environment: {V: "%2$s"}
          volumes: ["./log:/log"]
          post_start: [{command: [sh, -c, "echo db up >>/log/all"]}]
          pre_stop: [{command: [sh, -c, "echo db down >>/log/all"]}]
      networks: {default: {labels: {v: "%3$s"}}}
      """;

  private static final DeployOptions NO_ORPHANS = DeployOptions.defaults().removeOrphans(true);

  @Engine LabEngine engine;

  private static String file(int web, int db, int network) {
    return FILE.formatted(web, db, network, 0);
  }

  private static String webAlone() {
    String file = file(1, 1, 1);
    return file.substring(0, file.indexOf("  db:\n")).replaceAll("(?m)^ *depends_on.*\n", "")
        + file.substring(file.indexOf("networks:"));
  }

  private TestStack stack() throws IOException {
    TestStack stack = TestStack.on(engine);
    Files.createDirectory(stack.directory.resolve("log"));
    return stack;
  }

  private TestStack deployed() throws IOException {
    TestStack stack = stack();
    stack.deploy(file(1, 1, 1));
    return stack;
  }

  /** What hooks say while something is done. */
  private static List<String> during(TestStack stack, Runnable what) throws IOException {
    Path log = stack.directory.resolve("log/all");
    Files.deleteIfExists(log);
    what.run();
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private static void frozen(TestStack stack, String container) {
    assertThat(stack.inspect(container).getState().getPaused()).as(container).isTrue();
  }

  @Test
  void orphan_thatIsRemoved_hasItsHooks() throws Exception {
    try (TestStack stack = deployed()) {
      assertThat(during(stack, () -> stack.stacks.deploy(stack.source(webAlone()), NO_ORPHANS)))
          .contains("db down")
          .doesNotContain("db up");
      assertThat(stack.things()).doesNotContain("container " + stack.container("db-1"));
    }
  }

  @Test
  void stopAndStart_haveTheHooks() throws Exception {
    try (TestStack stack = deployed()) {
      assertThat(during(stack, () -> stack.stacks.stop(stack.name)))
          .containsExactly("web down", "db down");
      assertThat(during(stack, () -> stack.stacks.start(stack.name)))
          .containsExactly("db up", "web up");
    }
  }

  @Test
  void restart_hasTheHooks() throws Exception {
    try (TestStack stack = deployed()) {
      assertThat(during(stack, () -> stack.stacks.restart(stack.name, "db")))
          .containsExactly("web down", "db down", "db up", "web up");
    }
  }

  @Test
  void removalThatStopsFirst_hasTheHooks() throws Exception {
    try (TestStack stack = deployed()) {
      StackChange remove = StackChange.remove("web").stopFirst();
      assertThat(during(stack, () -> stack.stacks.change(stack.name, remove)))
          .containsExactly("web down");
    }
  }

  @Test
  void dependents_ofWhatIsMadeAnew_haveTheirHooks() throws Exception {
    try (TestStack stack = deployed()) {
      String web = stack.id("web-1");
      assertThat(during(stack, () -> stack.deploy(file(1, 2, 1))))
          .containsExactly("web down", "db down", "db up", "web up");
      assertThat(stack.id("web-1")).isEqualTo(web);
    }
  }

  /** Also of one that the deploy is not of. */
  @Test
  void network_thatIsMadeAnew_stopsAndStartsWithHooks() throws Exception {
    try (TestStack stack = deployed()) {
      DeployOptions db = DeployOptions.defaults().services("db");
      String web = stack.id("web-1");
      assertThat(during(stack, () -> stack.stacks.deploy(stack.source(file(1, 1, 2)), db)))
          .containsExactly("web down", "db down", "db up", "web up");
      assertThat(stack.id("web-1")).isEqualTo(web);
    }
  }

  @Test
  void frozen_goesOnForItsHooks_whereverItStops() throws Exception {
    try (TestStack stack = deployed()) {
      stack.stacks.pause(stack.name);
      assertThat(during(stack, () -> stack.stacks.stop(stack.name)))
          .containsExactly("web down", "db down");
      stack.stacks.start(stack.name);

      stack.stacks.pause(stack.name, "web");
      assertThat(during(stack, () -> stack.deploy(file(2, 1, 1))))
          .containsExactly("web down", "web up");

      stack.stacks.pause(stack.name, "web");
      StackChange remove = StackChange.remove("web").stopFirst();
      assertThat(during(stack, () -> stack.stacks.change(stack.name, remove)))
          .containsExactly("web down");

      stack.deploy(file(2, 1, 1));
      stack.stacks.pause(stack.name, "web");
      assertThat(during(stack, () -> stack.stacks.down(stack.name)))
          .containsExactly("web down", "db down");
    }
  }

  @Test
  void frozenOrphanAndSurplus_goOnForTheirHooks() throws Exception {
    try (TestStack stack = deployed()) {
      stack.stacks.pause(stack.name, "db");
      assertThat(during(stack, () -> stack.stacks.deploy(stack.source(webAlone()), NO_ORPHANS)))
          .contains("db down");
      String two = webAlone().replace("stop_signal: SIGKILL", "stop_signal: SIGKILL\n    scale: 2");
      stack.deploy(two);
      stack.stacks.pause(stack.name, "web");
      assertThat(during(stack, () -> stack.deploy(two.replace("scale: 2", "scale: 0"))))
          .containsExactly("web down", "web down");
    }
  }

  @Test
  void frozen_isFrozenAgainWhenItIsUndone() throws Exception {
    try (TestStack stack = deployed()) {
      String old = stack.id("web-1");
      stack.stacks.pause(stack.name, "web");
      String bad = FILE.formatted(2, 1, 1, 5);
      assertThat(
              during(
                  stack,
                  () ->
                      assertThat(
                              catchThrowableOfType(OperationFailed.class, () -> stack.deploy(bad)))
                          .hasMessageContaining("exited with status 5")))
          .containsExactly("web down", "web up", "web down", "web up");
      assertThat(stack.id("web-1")).isEqualTo(old);
      frozen(stack, "web-1");
    }
  }

  @Test
  void frozen_whoseHookFails_isFrozenAgain() throws Exception {
    try (TestStack stack = stack()) {
      stack.deploy(file(1, 1, 1).replace("web down >>/log/all", "web down >>/log/all; exit 3"));
      String started = stack.inspect("web-1").getState().getStartedAt();
      stack.stacks.pause(stack.name, "web");
      assertThat(
              during(
                  stack,
                  () ->
                      assertThat(
                              catchThrowableOfType(
                                  OperationFailed.class,
                                  () -> stack.stacks.stop(stack.name, "web")))
                          .hasMessageContaining("exited with status 3")))
          .containsExactly("web down", "web up");
      frozen(stack, "web-1");
      assertThat(stack.inspect("web-1").getState().getStartedAt()).isEqualTo(started);
      stack.stop("web-1");
    }
  }

  /** Docker Compose keeps hooks in its file alone. */
  @Test
  void containersOfDockerCompose_haveTheHooksOfTheFile() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = stack()) {
      String yaml = file(1, 1, 1);
      compose.up(stack.file(yaml), stack.name);
      ComposeProject file = stack.fileSource(yaml).load();
      assertThat(during(stack, () -> stack.stacks.change(file, StackChange.stop())))
          .containsExactly("web down", "db down");
      assertThat(during(stack, () -> stack.stacks.change(file, StackChange.start())))
          .containsExactly("db up", "web up");
      assertThat(during(stack, () -> stack.stacks.change(file, StackChange.restart("db"))))
          .containsExactly("web down", "db down", "db up", "web up");
      StackChange remove = StackChange.remove("web").stopFirst();
      assertThat(during(stack, () -> stack.stacks.change(file, remove)))
          .containsExactly("web down");
      assertThat(during(stack, () -> stack.stacks.down(file, DownOptions.defaults())))
          .containsExactly("db down");
    }
  }

  @Test
  void containersOfDockerCompose_withoutTheFile_haveNone() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = stack()) {
      compose.up(stack.file(file(1, 1, 1)), stack.name);
      StackPlan plan = stack.stacks.planDown(stack.name, DownOptions.defaults());
      assertThat(plan.data().warnings()).isEmpty();
      assertThat(during(stack, () -> stack.stacks.down(stack.name))).isEmpty();
    }
  }
}
