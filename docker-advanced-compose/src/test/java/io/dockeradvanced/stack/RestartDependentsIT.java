package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@code depends_on} with {@code restart: true}: who depends on a service restarts with it. */
@Lab
class RestartDependentsIT {
  private static final List<String> SERVICES = List.of("a", "b", "c", "d");

  /** A chain a, b, c with restart, and d without. */
  private static final String CHAIN =
      """
      services:
        a: {image: "docker-advanced-lab/web:1", environment: {V: "%s"}, stop_grace_period: 1s}
        b:
          image: docker-advanced-lab/web:1
          environment: {V: "%s"}
          stop_grace_period: 1s
          depends_on: {a: {condition: service_started, restart: true}}
        c:
          image: docker-advanced-lab/web:1
          environment: {V: "%s"}
          stop_grace_period: 1s
          depends_on: {b: {condition: service_started, restart: true}}
        d:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          depends_on: {a: {condition: service_started, restart: false}}
      """;

  /** Two that wait for the health of what they depend on, of two replicas each. */
  private static final String HEALTHY =
      """
      services:
        a: &service
          image: docker-advanced-lab/web:1
          environment: {V: "%s"}
          stop_grace_period: 1s
          scale: 2
          healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 100}
        b:
          <<: *service
          environment: {V: "%s"}
          depends_on: {a: {condition: service_healthy, restart: true}}
        c:
          <<: *service
          environment: {V: "%s"}
          command: %s
          depends_on: {b: {condition: service_healthy, restart: true}}
      """;

  @Engine LabEngine engine;

  private record Life(String id, Instant started) {
    static Life of(TestStack stack, String container) {
      InspectContainerResponse found = stack.inspect(container);
      assertThat(found.getState().getRunning()).as(container).isTrue();
      return new Life(found.getId(), Instant.parse(found.getState().getStartedAt()));
    }

    String became(Life after) {
      return !id.equals(after.id) ? "anew" : started.equals(after.started) ? "kept" : "restarted";
    }
  }

  private static Map<String, Life> lives(TestStack stack) {
    Map<String, Life> lives = new LinkedHashMap<>();
    SERVICES.forEach(service -> lives.put(service, Life.of(stack, service + "-1")));
    return lives;
  }

  /** What becomes of each service when one file follows the other. */
  private static String fates(TestStack stack, Consumer<String> deploy) {
    StringBuilder fates = new StringBuilder();
    deploy.accept(CHAIN.formatted(1, 1, 1));
    Map<String, Life> before = lives(stack);
    for (String file :
        List.of(
            CHAIN.formatted(2, 1, 1),
            CHAIN.formatted(3, 2, 1),
            CHAIN.formatted(3, 3, 1),
            CHAIN.formatted(3, 3, 2))) {
      deploy.accept(file);
      Map<String, Life> after = lives(stack);
      before.forEach(
          (name, life) ->
              fates.append(name).append(' ').append(life.became(after.get(name)) + ", "));
      fates.append('\n');
      before = after;
    }
    return fates.toString();
  }

  @Test
  void dependents_ofAServiceMadeAnew_restartAsWithDockerCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    String theirs;
    try (TestStack stack = TestStack.on(engine)) {
      theirs = fates(stack, file -> compose.up(stack.file(file), stack.name));
    }
    try (TestStack stack = TestStack.on(engine)) {
      String ours = fates(stack, file -> stack.stacks.deploy(stack.fileSource(file)));
      assertThat(ours).isEqualTo(theirs);
      assertThat(ours).startsWith("a anew, b restarted, c kept, d kept, \n");
      Map<String, Life> before = lives(stack);
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(lives(stack)).as("after an up of Docker Compose").isEqualTo(before);
    }
  }

  @Test
  void dependent_isAwayWhileItsDependencyIsMadeAnew() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(HEALTHY.formatted(1, 1, 1, ""));
      Life before = Life.of(stack, "b-1");
      StackPlan plan = stack.plan(HEALTHY.formatted(2, 1, 1, ""));
      assertThat(plan.toString())
          .contains("restart   container %s".formatted(stack.container("b-1")))
          .contains("it depends on a, which is made anew")
          .doesNotContain(stack.container("c-1"));
      stack.stacks.deploy(plan);
      Life after = Life.of(stack, "b-1");
      assertThat(before.became(after)).isEqualTo("restarted");
      assertThat(Instant.parse(stack.inspect("b-1").getState().getFinishedAt()))
          .isBefore(Life.of(stack, "a-1").started());
      assertThat(after.started()).isAfter(Life.of(stack, "a-2").started());
    }
  }

  @Test
  void chain_madeAnewAsAWhole_isDeployed() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(HEALTHY.formatted(1, 1, 1, ""));
      stack.deploy(HEALTHY.formatted(2, 2, 2, ""));
      assertThat(stack.stacks.status(stack.name).state()).isEqualTo(StackStatus.State.RUNNING);
      assertThat(Life.of(stack, "c-1").started()).isAfter(Life.of(stack, "b-2").started());
      assertThat(Life.of(stack, "b-1").started()).isAfter(Life.of(stack, "a-2").started());
    }
  }

  @Test
  void deployThatFails_leavesDependentsAndDependenciesServing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(HEALTHY.formatted(1, 1, 1, ""));
      Map<String, String> before = new LinkedHashMap<>();
      for (String name : List.of("a-1", "a-2", "b-1", "b-2", "c-1", "c-2")) {
        before.put(name, stack.id(name));
      }
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class,
              () -> stack.deploy(HEALTHY.formatted(2, 1, 2, "[/no/such/program]")));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      before.forEach((name, id) -> assertThat(Life.of(stack, name).id()).isEqualTo(id));
    }
  }
}
