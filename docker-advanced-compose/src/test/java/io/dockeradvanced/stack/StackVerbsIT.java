package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of a stack, beside those of Docker Compose: the states afterwards are the same. */
@Lab
class StackVerbsIT {
  private static final String SHOP =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          init: true
          scale: 2
          stop_grace_period: 1s
          depends_on: {db: {condition: service_started, restart: true}}
        db:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          init: true
        job:
          image: docker-advanced-lab/busybox:1
          command: ["true"]
      """;

  @Engine LabEngine engine;

  /** One step for both sides: ours, and the words of Docker Compose. */
  private record Verb(Consumer<TestStack> ours, String... theirs) {}

  private static final List<Verb> STORY =
      List.of(
          new Verb(s -> s.stacks.stop(s.name, "web"), "stop", "web"),
          new Verb(s -> s.stacks.start(s.name, "web"), "start", "web"),
          new Verb(s -> s.stacks.pause(s.name, "db"), "pause", "db"),
          new Verb(s -> s.stacks.unpause(s.name), "unpause", "db"),
          new Verb(s -> s.stacks.kill(s.name, "KILL", "db"), "kill", "db"),
          new Verb(s -> s.stacks.restart(s.name, "db"), "restart", "db"),
          new Verb(s -> s.stacks.stop(s.name), "stop"),
          new Verb(s -> s.stacks.start(s.name, "db"), "start", "db"),
          new Verb(s -> s.stacks.remove(s.name, "web"), "rm", "--force", "web"));

  @Test
  void verbs_oneAfterTheOther_leaveTheStatesOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack ours = TestStack.on(engine);
        TestStack theirs = TestStack.on(engine)) {
      ours.stacks.deploy(ours.fileSource(SHOP));
      compose.up(theirs.file(SHOP), theirs.name);
      for (Verb verb : STORY) {
        verb.ours().accept(ours);
        compose.run(theirs.directory.resolve("compose.yaml"), theirs.name, verb.theirs()).orFail();
        assertThat(inspected(ours))
            .as(String.join(" ", verb.theirs()))
            .isEqualTo(inspected(theirs));
      }
    }
  }

  /** Lists know of a kill some milliseconds after it is answered; moby#50133 is about stops. */
  private static Map<String, String> inspected(TestStack stack) {
    Map<String, String> states = states(stack);
    states.replaceAll((container, listed) -> stack.inspect(container).getState().getStatus());
    return states;
  }

  private static Map<String, String> states(TestStack stack) {
    Map<String, String> states = new LinkedHashMap<>();
    for (StackStatus.Service service : stack.stacks.status(stack.name).services()) {
      for (StackStatus.Replica replica : service.replicas()) {
        states.put(service.name() + "-" + replica.number(), replica.state());
      }
    }
    return states;
  }

  @Test
  void restart_keepsTheContainers_andStartsThemAnew() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(SHOP);
      String web = stack.inspect("web-1").getState().getStartedAt();
      String id = stack.id("web-1");
      StackPlan plan = stack.stacks.plan(stack.name, StackChange.restart("db"));
      assertThat(plan.data().changes()).hasSize(3);
      stack.stacks.change(stack.name, StackChange.restart("db"));
      assertThat(stack.id("web-1")).isEqualTo(id);
      assertThat(stack.inspect("web-1").getState().getStartedAt()).isNotEqualTo(web);
      assertThat(stack.plan(SHOP).isChange()).isTrue(); // the job, which ended, would run again
    }
  }

  @Test
  void start_thatFails_leavesWhatWasStopped() throws Exception {
    String file =
        """
        services:
          web:
            image: docker-advanced-lab/busybox:1
            command: [sleep, "1000"]
            init: true
            depends_on: {db: {condition: service_healthy}}
          db:
            image: docker-advanced-lab/busybox:1
            command: [sleep, "1000"]
            init: true
            tmpfs: [/run]
            healthcheck: {test: [CMD, test, -e, /run/well], interval: 0.1s, retries: 2}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      DeployOptions options = DeployOptions.defaults().start(false);
      stack.stacks.deploy(stack.source(file), options);
      StackChange start = StackChange.start().healthTimeout(Duration.ofSeconds(20));
      assertThatThrownBy(() -> stack.stacks.change(stack.name, start))
          .isInstanceOf(OperationFailed.class)
          .hasMessageContaining("db-1");
      assertThat(states(stack).values()).noneMatch("running"::equals);
    }
  }

  @Test
  void scale_changesTheNumber_andNothingElse() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(SHOP);
      String id = stack.id("web-1");
      stack.stacks.scale(stack.source(SHOP), "web", 3);
      assertThat(states(stack)).containsKeys("web-1", "web-2", "web-3");
      stack.stacks.scale(stack.source(SHOP), "web", 1);
      assertThat(states(stack)).containsKey("web-1").doesNotContainKeys("web-2", "web-3");
      assertThat(stack.id("web-1")).isEqualTo(id);
    }
  }

  // ---- tasks

  private record Run(int code, String out, String err) {}

  private static Run run(TestStack stack, Task task, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExecStreams streams = ExecStreams.to(out, err);
    if (task.hasInput()) {
      streams = streams.input(new ByteArrayInputStream(input.getBytes()));
    }
    int code = stack.stacks.run(stack.source(SHOP).load(), task, streams);
    return new Run(code, out.toString(), err.toString());
  }

  @Test
  void run_answersTheExitCodeAndBothStreams_andLeavesNoContainer() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      Run run =
          run(stack, Task.of("web").command("sh", "-c", "echo out; echo err >&2; exit 7"), "");
      assertThat(run).isEqualTo(new Run(7, "out\n", "err\n"));
      assertThat(states(stack)).containsOnlyKeys("db-1");
      assertThat(stack.things()).noneMatch(thing -> thing.contains("-run-"));
    }
  }

  @Test
  void run_readsItsInputToTheEnd() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String text = "line\n".repeat(20_000);
      Run run = run(stack, Task.of("web").command("cat").input().withoutDependencies(), text);
      assertThat(run.code()).isZero();
      assertThat(run.out()).isEqualTo(text);
      assertThat(states(stack)).isEmpty();
    }
  }

  @Test
  void run_kept_isATaskToCompose_andAsComposesOwn() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      compose
          .run(
              stack.file(SHOP),
              stack.name,
              "run",
              "-T",
              "--name",
              stack.container("t"),
              "-e",
              "A=b",
              "--no-deps",
              "web",
              "env")
          .orFail();
      List<String> theirs = labels(stack);
      String restart = stack.inspect("t").getHostConfig().getRestartPolicy().getName();
      engine.docker().removeContainerCmd(stack.container("t")).exec();

      Task task =
          Task.of("web")
              .command("env")
              .environment("A", "b")
              .name(stack.container("t"))
              .withoutDependencies()
              .keep();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int code = stack.stacks.run(stack.fileSource(SHOP).load(), task, ExecStreams.to(out, out));
      assertThat(code).isZero();
      assertThat(out.toString()).contains("A=b\n");
      assertThat(labels(stack)).isEqualTo(theirs);
      assertThat(stack.inspect("t").getHostConfig().getRestartPolicy().getName())
          .isEqualTo(restart)
          .isIn("", "no");
      engine.docker().removeContainerCmd(stack.container("t")).exec();
    }
  }

  /** Whether a task is left by {@code down}, and by {@code down --remove-orphans}: as Compose. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void down_leavesTasksUnlessOrphansAreToGo(boolean ran) throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      for (boolean theirs : new boolean[] {true, false}) {
        stack.stacks.deploy(stack.fileSource(SHOP));
        Task task =
            Task.of("web").command("true").name(stack.container("t")).withoutDependencies().keep();
        OutputStream none = OutputStream.nullOutputStream();
        stack.stacks.run(stack.fileSource(SHOP).load(), task, ExecStreams.to(none, none));
        if (!ran) {
          madeAnew(stack);
        }
        if (theirs) {
          compose.run(stack.file(SHOP), stack.name, "down").orFail();
        } else {
          stack.stacks.down(stack.name);
        }
        assertThat(containers(stack)).as("left by %s", theirs).containsExactly("t");
        if (theirs) {
          compose.run(stack.file(SHOP), stack.name, "down", "--remove-orphans").orFail();
        } else {
          stack.stacks.down(stack.name, DownOptions.defaults().removeOrphans(true));
        }
        assertThat(containers(stack)).as("left by %s", theirs).isEmpty();
      }
    }
  }

  /** The same task, which was made and never ran. */
  private void madeAnew(TestStack stack) {
    Map<String, String> labels = stack.inspect("t").getConfig().getLabels();
    engine.docker().removeContainerCmd(stack.container("t")).exec();
    engine
        .docker()
        .createContainerCmd("docker-advanced-lab/busybox:1")
        .withName(stack.container("t"))
        .withLabels(labels)
        .exec();
  }

  private List<String> containers(TestStack stack) {
    return engine
        .docker()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("com.docker.compose.project", stack.name))
        .exec()
        .stream()
        .map(c -> c.getNames()[0].substring(stack.name.length() + 2))
        .toList();
  }

  /** With what differs from run to run left out. */
  private static List<String> labels(TestStack stack) {
    List<String> labels = new ArrayList<>();
    stack
        .inspect("t")
        .getConfig()
        .getLabels()
        .forEach(
            (name, value) -> {
              boolean anew = name.endsWith(".slug") || name.endsWith(".config-hash");
              if (!name.startsWith("io.docker-advanced.")) {
                labels.add(name + "=" + (anew ? "" : value));
              }
            });
    labels.sort(null);
    return labels;
  }

  @Test
  void run_programThatIsNotThere_isAnErrorAndLeavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      Task task = Task.of("job").command("/no/such/program");
      assertThatThrownBy(() -> run(stack, task, "")).hasMessageContaining("/no/such/program");
    }
  }
}
