package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Processes that deploy are killed at moments that nobody chose, and another process recovers.
 *
 * <p>Six kills, and some of processes that recover; 100 with {@code -Dda.full=true}. {@code
 * -Dda.seed=N} repeats the choices.
 */
@Lab
class CrashIT {
  private static final int ROUNDS = Boolean.getBoolean("da.full") ? 50 : 3;
  private static final long SEED = Long.getLong("da.seed", 20261124);

  /** So many a deploy tells, about: choosing among them spreads the kills over all it does. */
  private static final int EVENTS_OF_FIRST = 32;

  private static final int EVENTS_OF_NEXT = 50;

  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "%1$d", UNHEALTHY: "%2$s"}
          healthcheck: {test: [CMD, /bin/healthy], interval: 0.3s, retries: 2}
          stop_grace_period: 2s
          scale: 2
          depends_on: {db: {condition: service_started}}
        db:
          image: docker-advanced-lab/db:1
          environment: {VERSION: "%1$d"}
          volumes: [data:/named]
          stop_grace_period: 2s
      volumes: {data: }
      """;

  @Engine LabEngine engine;

  private static String version(int version) {
    return FILE.formatted(version, "");
  }

  @Test
  void recover_afterKillsAtRandomMoments_findsOneWholeVersion() throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      String what = "seed %d, round %d".formatted(SEED, round);
      try (TestStack stack = TestStack.on(engine)) {
        killedFirstDeploy(stack, random, what);
        killedRedeploy(stack, random, what, round % 2 == 1);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(what + ": " + e.getMessage(), e);
      }
    }
  }

  private void killedFirstDeploy(TestStack stack, Random random, String what) throws Exception {
    Invariants invariants = new Invariants(engine, stack);
    killed(stack, random, EVENTS_OF_FIRST, stack.file(version(1)), what + ", first deploy");
    invariants.recover();
    invariants.check(Map.of(0, "", 1, version(1)));
  }

  private void killedRedeploy(TestStack stack, Random random, String what, boolean fails)
      throws Exception {
    Invariants invariants = new Invariants(engine, stack);
    stack.stacks.deploy(stack.fileSource(version(1)));
    stack.exec("db-1", "sh", "-c", "echo precious >/named/marker; echo dear >/data/marker");
    String next = fails ? FILE.formatted(2, "1") : version(2);
    killed(
        stack,
        random,
        EVENTS_OF_NEXT,
        stack.file(next),
        what + (fails ? ", bad re-deploy" : ", re-deploy"));
    invariants.recover();
    stack.file(version(1));
    invariants.check(fails ? Map.of(1, version(1)) : Map.of(1, version(1), 2, version(2)));
    assertThat(stack.exec("db-1", "cat", "/named/marker", "/data/marker"))
        .isEqualTo("precious\ndear");
  }

  /** Lets a process deploy, and kills it; now and then kills one that recovers, too. */
  private void killed(TestStack stack, Random random, int events, Path file, String what)
      throws Exception {
    int event = random.nextInt(events);
    long nanos = TimeUnit.MICROSECONDS.toNanos(random.nextInt(40_000));
    boolean recoverToo = random.nextInt(3) == 0;
    System.out.printf("%s: killed %d us after event %d%n", what, nanos / 1000, event);
    runAndKill(stack, file.toString(), event, nanos);
    if (recoverToo) {
      runAndKill(stack, "recover", 0, TimeUnit.MILLISECONDS.toNanos(random.nextInt(800)));
    }
  }

  private void runAndKill(TestStack stack, String file, int events, long nanos)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(stack.directory, "child", ".log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                engine.uri(),
                stack.directory.toString(),
                stack.name,
                file)
            .redirectError(log.toFile())
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      assertThat(first).as(() -> text(log)).isEqualTo("ready");
      for (int i = 0; i < events && lines.readLine() != null; i++) {
        // each line is an event
      }
      LockSupport.parkNanos(nanos);
      child.destroyForcibly();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
