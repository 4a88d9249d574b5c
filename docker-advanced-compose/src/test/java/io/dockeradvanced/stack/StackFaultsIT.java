package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.exception.NotFoundException;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.LockHeld;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Outcome;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is left when a deploy does not reach its end: nothing, or what was there. */
@Lab
class StackFaultsIT {
  /** Serves at once, and is never healthy. */
  private static final String NEVER_HEALTHY =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {UNHEALTHY: "1"}
          volumes: [data:/data]
          healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 10000}
      volumes: {data: }
      """;

  private static final String GOOD =
      """
      services:
        web: {image: "docker-advanced-lab/web:1", depends_on: [db]}
        db: {image: "docker-advanced-lab/db:1"}
      """;

  @Engine LabEngine engine;

  private static OperationFailed failure(TestStack stack, String file) {
    return catchThrowableOfType(OperationFailed.class, () -> stack.deploy(file));
  }

  // ---- failures

  @Test
  void firstDeploy_ofServiceThatCrashes_leavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      OperationFailed failed =
          failure(
              stack,
              """
              services:
                db: {image: "docker-advanced-lab/db:1", volumes: ["data:/data"], networks: [back]}
                web:
                  image: docker-advanced-lab/busybox:1
                  command: sh -c "exit 3"
                  depends_on: {db: {condition: service_healthy}}
              networks: {back: }
              volumes: {data: }
              """);
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed).hasMessageContaining("web-1").hasMessageContaining("exit code 3");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void firstDeploy_ofServiceThatStaysUnhealthy_timesOutAndLeavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class,
              () ->
                  stack.stacks.deploy(
                      stack.source(NEVER_HEALTHY),
                      DeployOptions.defaults().healthTimeout(Duration.ofSeconds(1))));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed).hasMessageContaining("web-1 is starting after 1000 ms");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void firstDeploy_ofAnImageThatNobodyHas_leavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      // Port 9 of this machine refuses: a registry that cannot be reached.
      OperationFailed failed =
          failure(
              stack,
              """
              services:
                db: {image: "docker-advanced-lab/db:1"}
                web: {image: "127.0.0.1:9/nobody/has:1"}
              """);
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed).hasMessageContaining("127.0.0.1:9/nobody/has:1");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void redeploy_thatFails_leavesTheOldContainersServing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(GOOD);
      List<String> before = List.of(stack.id("web-1"), stack.id("db-1"));
      OperationFailed failed =
          failure(
              stack,
              """
              services:
                web:
                  image: docker-advanced-lab/web:2
                  environment: {UNHEALTHY: "1"}
                  healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 1}
                  depends_on: [db]
                  networks: [default, more]
                db: {image: "docker-advanced-lab/db:1", environment: {VERSION: new}}
                extra: {image: "docker-advanced-lab/web:1", volumes: ["more:/data"]}
              networks: {more: }
              volumes: {more: }
              """);
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(List.of(stack.id("web-1"), stack.id("db-1"))).isEqualTo(before);
      assertThat(stack.get("web-1", 8080)).startsWith("1 from");
      assertThat(stack.exec("web-1", "wget", "-q", "-O", "-", "http://db:5432/")).startsWith("1");
      assertThat(stack.things())
          .containsExactly(
              "container " + stack.container("db-1"),
              "container " + stack.container("web-1"),
              "network " + stack.name + "_default");
      assertThat(stack.plan(GOOD).isChange()).isFalse();
    }
  }

  @Test
  void redeploy_whoseNewPortIsTaken_leavesTheOldContainerServing() throws Exception {
    try (TestStack other = TestStack.on(engine);
        TestStack stack = TestStack.on(engine)) {
      String file =
          "services: {web: {image: 'docker-advanced-lab/web:1', ports: ['127.0.0.1:%d:8080']}}";
      other.deploy(file.formatted(27132));
      stack.deploy(file.formatted(27133));
      String before = stack.id("web-1");
      Throwable failed = catchThrowable(() -> stack.deploy(file.formatted(27132)));
      assertThat(failed).isNotNull().hasMessageContaining("27132");
      assertThat(stack.id("web-1")).isEqualTo(before);
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
      assertThat(stack.things()).noneMatch(t -> t.contains("old"));
    }
  }

  // ---- two at once

  @Test
  void secondDeploy_whileOneRuns_isTurnedAway() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      Operation<StackStatus> first = Operations.on(stack.host).start(stack.plan(NEVER_HEALTHY));
      awaitContainer(stack);
      // Another machine: nothing in common but the engine.
      try (StateStore memory = StateStore.memory();
          DockerAdvanced other = DockerAdvanced.create(TestStack.config(stack.directory, memory))) {
        Stacks there = Stacks.on(other.host("there", engine.uri()));
        assertThatThrownBy(() -> there.deploy(stack.source(GOOD)))
            .isInstanceOf(LockHeld.class)
            .hasMessageContaining("is being changed by");
      }
      // Another process of this machine: the same store too.
      try (DockerAdvanced other = stack.another()) {
        Stacks there = Stacks.on(other.host("lab", engine.uri()));
        assertThatThrownBy(() -> there.deploy(stack.source(GOOD))).isInstanceOf(LockHeld.class);
      }
      assertThat(first.outcome()).isEqualTo(Outcome.RUNNING);
      first.cancel();
      assertThatThrownBy(first::await).isInstanceOf(OperationFailed.class);
    }
  }

  /** Applications that know nothing of each other, each with a store of its own. */
  @Test
  void deploys_ofOneStackAtOnce_oneGoesOnAndTheOthersAreToldWhoAndUntilWhen() throws Exception {
    int applications = 4;
    try (TestStack stack = TestStack.on(engine)) {
      ExecutorService threads = Executors.newFixedThreadPool(applications);
      CyclicBarrier together = new CyclicBarrier(applications);
      List<Future<Throwable>> all = new ArrayList<>();
      for (int i = 0; i < applications; i++) {
        String version = "v" + i;
        String slow =
            """
            services:
              web:
                image: docker-advanced-lab/web:1
                environment: {VERSION: %s, HEALTHY_AFTER: "4"}
                healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 100}
            """
                .formatted(version);
        all.add(
            threads.submit(
                () -> {
                  Path home = Files.createDirectory(stack.directory.resolve(version));
                  try (StateStore store = StateStore.file(home.resolve("state.db"));
                      DockerAdvanced owner = DockerAdvanced.create(TestStack.config(home, store))) {
                    Stacks stacks = Stacks.on(owner.host(version, engine.uri()));
                    StackPlan plan = stacks.plan(stack.source(slow));
                    together.await();
                    return catchThrowable(() -> stacks.deploy(plan));
                  }
                }));
      }
      String winner = "";
      List<LockHeld> turnedAway = new ArrayList<>();
      for (int i = 0; i < applications; i++) {
        Throwable failed = all.get(i).get();
        if (failed == null) {
          assertThat(winner).as("only one goes on").isEmpty();
          winner = "v" + i;
        } else {
          assertThat(failed).isInstanceOf(LockHeld.class);
          turnedAway.add((LockHeld) failed);
        }
      }
      threads.shutdown();
      assertThat(winner).isNotEmpty();
      assertThat(turnedAway)
          .hasSize(applications - 1)
          .allSatisfy(
              held -> {
                assertThat(held.holder()).contains("operation ");
                assertThat(held.until())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(35));
                assertThat(held)
                    .hasMessageContaining(held.holder())
                    .hasMessageContaining("lease ends");
              });
      assertThat(stack.get("web-1", 8080)).startsWith(winner + " from");
      assertThat(stack.things())
          .containsExactly(
              "container " + stack.container("web-1"), "network " + stack.name + "_default");
    }
  }

  // ---- cancelled

  @Test
  void cancel_ofAFirstDeploy_leavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      Operation<StackStatus> deploy = Operations.on(stack.host).start(stack.plan(NEVER_HEALTHY));
      awaitContainer(stack);
      deploy.cancel();
      assertThat(catchThrowableOfType(OperationFailed.class, deploy::await).outcome())
          .isEqualTo(Outcome.ROLLED_BACK);
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void cancel_ofARedeploy_leavesTheOldContainersServing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(GOOD);
      String before = stack.id("web-1");
      Operation<StackStatus> deploy = Operations.on(stack.host).start(stack.plan(NEVER_HEALTHY));
      Waiting.assertSoon(
          "the new container has the name",
          Duration.ofSeconds(20),
          () -> running(stack) && !stack.id("web-1").equals(before));
      deploy.cancel();
      assertThatThrownBy(deploy::await).isInstanceOf(OperationFailed.class);
      assertThat(stack.id("web-1")).isEqualTo(before);
      assertThat(stack.get("web-1", 8080)).startsWith("1 from");
      assertThat(stack.plan(GOOD).isChange()).isFalse();
    }
  }

  @Test
  void interrupt_ofTheDeployingThread_undoesAndKeepsTheFlag() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      CountDownLatch begun = new CountDownLatch(1);
      Thread deploying =
          new Thread(
              () -> {
                begun.countDown();
                thrown.complete(catchThrowable(() -> stack.deploy(NEVER_HEALTHY)));
                flag.complete(Thread.currentThread().isInterrupted());
              });
      deploying.start();
      begun.await();
      awaitContainer(stack);
      deploying.interrupt();
      assertThat(thrown.get()).isInstanceOf(Cancelled.class).hasMessageContaining("was undone");
      assertThat(flag.get()).isTrue();
      assertThat(stack.things()).isEmpty();
    }
  }

  private static void awaitContainer(TestStack stack) {
    Waiting.assertSoon("the deploy waits for health", Duration.ofSeconds(20), () -> running(stack));
  }

  private static boolean running(TestStack stack) {
    try {
      return Boolean.TRUE.equals(stack.inspect("web-1").getState().getRunning());
    } catch (NotFoundException e) {
      // Not yet, or between two names.
      return false;
    }
  }
}
