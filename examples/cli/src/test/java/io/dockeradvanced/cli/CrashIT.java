package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code da} command is killed with SIGKILL at random moments; {@code da recover} then makes
 * things whole. Six kills by default, a hundred with {@code -Dda.full=true}.
 */
@Lab
class CrashIT {
  private static final long SEED = 20261124;
  private static final int ROUNDS = Boolean.getBoolean("da.full") ? 34 : 2;
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "${V}", UNHEALTHY: "${BAD:-}"}
          deploy: {replicas: 2}
          stop_grace_period: 1s
          healthcheck: {test: [CMD, /bin/healthy], interval: 250ms, retries: 3}
          depends_on: {db: {condition: service_started}}
        db:
          image: docker-advanced-lab/busybox:1
          command: [sh, -c, "echo kept >> /data/marker; exec sleep 600"]
          init: true
          stop_grace_period: 1s
          volumes: ["data:/data"]
      volumes: {data: {}}
      """;

  @TempDir Path directory;

  @Test
  void killDuringFirstDeploy_thenRecover_finishesOrLeavesNothing(LabEngine engine)
      throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      String stack = engine.uniqueName("crash");
      kill(deploy(engine, stack, "1", ""), random, 3000);

      assertThat(recover(engine)).isZero();
      if (Invariants.containers(engine, stack).isEmpty()) {
        Invariants.assertGone(engine, stack);
      } else {
        Invariants.assertServing(engine, stack, names(stack), "1");
      }
      assertSecondRecoverDoesNothing(engine, stack);
      down(engine, stack);
    }
  }

  @Test
  void killDuringRedeploy_thenRecover_leavesOneVersionServing(LabEngine engine) throws Exception {
    Random random = new Random(SEED + 1);
    String stack = engine.uniqueName("crash");
    assertThat(deploy(engine, stack, "v0", "").waitFor()).isZero();
    for (int round = 0; round < ROUNDS; round++) {
      String before = "v" + round;
      String after = "v" + (round + 1);
      kill(deploy(engine, stack, after, ""), random, 5000);

      assertThat(recover(engine)).isZero();
      Invariants.assertServing(engine, stack, names(stack), before, after);
      assertSecondRecoverDoesNothing(engine, stack);
      assertMarkerIsKept(engine, stack);
      assertThat(deploy(engine, stack, after, "").waitFor()).isZero();
      Invariants.assertServing(engine, stack, names(stack), after);
    }
    down(engine, stack);
  }

  @Test
  void killDuringAFailingRedeploy_thenRecover_leavesTheOldVersionServing(LabEngine engine)
      throws Exception {
    Random random = new Random(SEED + 2);
    String stack = engine.uniqueName("crash");
    assertThat(deploy(engine, stack, "good", "").waitFor()).isZero();
    for (int round = 0; round < ROUNDS; round++) {
      kill(deploy(engine, stack, "bad" + round, "1"), random, 6000);

      // Recover goes on, sees that the new version is unhealthy, and undoes it.
      assertThat(recover(engine)).isZero();
      Invariants.assertServing(engine, stack, names(stack), "good");
      assertSecondRecoverDoesNothing(engine, stack);
      assertMarkerIsKept(engine, stack);
    }
    down(engine, stack);
  }

  private static List<String> names(String stack) {
    return List.of(stack + "-db-1", stack + "-web-1", stack + "-web-2");
  }

  private Process deploy(LabEngine engine, String stack, String version, String bad)
      throws IOException {
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    return da(
        engine,
        "stack",
        "deploy",
        "-f",
        file.toString(),
        "-p",
        stack,
        "-e",
        "V=" + version,
        "-e",
        "BAD=" + bad);
  }

  private int recover(LabEngine engine) throws Exception {
    return da(engine, "recover").waitFor();
  }

  private void down(LabEngine engine, String stack) throws Exception {
    assertThat(da(engine, "stack", "down", "-v", stack).waitFor()).isZero();
    Invariants.assertGone(engine, stack);
  }

  private void assertSecondRecoverDoesNothing(LabEngine engine, String stack) throws Exception {
    List<String> before = ids(engine, stack);
    assertThat(recover(engine)).isZero();
    assertThat(ids(engine, stack)).isEqualTo(before);
  }

  private static List<String> ids(LabEngine engine, String stack) {
    return Invariants.containers(engine, stack).values().stream().map(c -> c.getId()).toList();
  }

  /** The first container of the volume wrote a line into it; nobody may lose it. */
  private void assertMarkerIsKept(LabEngine engine, String stack) {
    assertThat(engine.docker().inspectVolumeCmd(stack + "_data").exec().getName())
        .isEqualTo(stack + "_data");
    String db = Invariants.containers(engine, stack).get(stack + "-db-1").getId();
    String exec =
        engine
            .docker()
            .execCreateCmd(db)
            .withCmd("grep", "-q", "kept", "/data/marker")
            .exec()
            .getId();
    engine.docker().execStartCmd(exec).withDetach(true).exec(new ResultCallback.Adapter<>());
    Waiting.assertSoon(
        "the look at the marker ends",
        Duration.ofSeconds(30),
        () -> engine.docker().inspectExecCmd(exec).exec().getExitCodeLong() != null);
    assertThat(engine.docker().inspectExecCmd(exec).exec().getExitCodeLong()).isZero();
  }

  /** Kills the process at a moment within the span, unless it ends before. */
  private static void kill(Process process, Random random, int spanMillis)
      throws InterruptedException {
    process.waitFor(300 + random.nextInt(spanMillis), TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }

  private Process da(LabEngine engine, String... words) throws IOException {
    List<String> command = DaProcess.command();
    command.add("--no-progress");
    command.addAll(
        List.of("--host", engine.uri(), "--state", directory.resolve("state.db").toString()));
    command.addAll(List.of(words));
    Path log = directory.resolve("da.log");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
