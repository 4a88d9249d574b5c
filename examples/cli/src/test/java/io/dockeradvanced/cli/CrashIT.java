package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
          environment: {VERSION: "${V}"}
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
      if (invariants(engine, stack).containers().isEmpty()) {
        invariants(engine, stack).assertExactly(Set.of());
      } else {
        assertServing(engine, stack, "1");
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
      assertServing(engine, stack, before, after);
      assertSecondRecoverDoesNothing(engine, stack);
      assertMarkerIsKept(engine, stack);
      assertThat(deploy(engine, stack, after, "").waitFor()).isZero();
      assertServing(engine, stack, after);
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
      assertServing(engine, stack, "good");
      assertSecondRecoverDoesNothing(engine, stack);
      assertMarkerIsKept(engine, stack);
    }
    down(engine, stack);
  }

  private static Invariants invariants(LabEngine engine, String stack) {
    return Invariants.of(engine.docker(), stack);
  }

  /** One of these versions as a whole, and nothing else. */
  private static void assertServing(LabEngine engine, String stack, String... versions) {
    invariants(engine, stack)
        .assertExactly(
            Set.of(
                "container " + stack + "-db-1",
                "container " + stack + "-web-1",
                "container " + stack + "-web-2",
                "network " + stack + "_default",
                "volume " + stack + "_data"));
    invariants(engine, stack).assertServing();
    assertThat(versions).contains(invariants(engine, stack).version("VERSION"));
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
    invariants(engine, stack).assertExactly(Set.of());
  }

  private void assertSecondRecoverDoesNothing(LabEngine engine, String stack) throws Exception {
    List<String> before = ids(engine, stack);
    assertThat(recover(engine)).isZero();
    assertThat(ids(engine, stack)).isEqualTo(before);
  }

  private static List<String> ids(LabEngine engine, String stack) {
    return invariants(engine, stack).containers().values().stream().map(c -> c.getId()).toList();
  }

  /** The first container of the volume wrote a line into it; nobody may lose it. */
  private static void assertMarkerIsKept(LabEngine engine, String stack) {
    assertThat(engine.exec(stack + "-db-1", "cat", "/data/marker")).contains("kept");
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
