package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationEvent;
import io.dockeradvanced.operation.Operations;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What {@code docker compose up} knows besides the file. */
@Lab
class DeployOptionsIT {
  private static final DeployOptions DEFAULTS = DeployOptions.defaults();
  private static final String FILE =
      """
      services:
        db:
          image: docker-advanced-lab/db:1
          stop_grace_period: 1s
        web:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          depends_on: [db]
        side:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
      """;

  @Engine LabEngine engine;

  @Test
  void services_chosen_areDeployedAndScaledAndMadeAnew() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.source(FILE), DEFAULTS.services("web").scale("web", 2));
      assertThat(stack.things())
          .containsExactly(
              "container " + stack.container("db-1"),
              "container " + stack.container("web-1"),
              "container " + stack.container("web-2"),
              "network " + stack.name + "_default");
      String db = stack.id("db-1");
      String web = stack.id("web-1");
      assertThat(
              stack
                  .stacks
                  .plan(stack.source(FILE), DEFAULTS.services("web").scale("web", 2))
                  .isEmpty())
          .isTrue();
      stack.stacks.deploy(
          stack.source(FILE), DEFAULTS.services("web").recreate(DeployOptions.Recreate.ALWAYS));
      assertThat(stack.id("db-1")).isEqualTo(db);
      assertThat(stack.id("web-1")).isNotEqualTo(web);
      assertThat(stack.things()).noneMatch(thing -> thing.endsWith("web-2"));
    }
  }

  @Test
  void start_false_makesContainersAndTheNextDeployStartsThem() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.source(FILE), DEFAULTS.start(false));
      assertThat(stack.inspect("web-1").getState().getStatus()).isEqualTo("created");
      String web = stack.id("web-1");
      stack.deploy(FILE);
      assertThat(stack.id("web-1")).isEqualTo(web);
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
      stack.stacks.deploy(
          stack.source(FILE.replace("web:1", "web:2")), DEFAULTS.start(false).services("web"));
      assertThat(stack.inspect("web-1").getState().getStatus()).isEqualTo("created");
      assertThat(stack.inspect("db-1").getState().getRunning()).isTrue();
    }
  }

  @Test
  void anonymousVolumes_areRenewedWhenAsked() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(FILE);
      stack.exec("db-1", "sh", "-c", "echo x >/data/x");
      String volume = stack.inspect("db-1").getMounts().get(0).getName();
      stack.stacks.deploy(stack.source(FILE), DEFAULTS.services("db").renewAnonymousVolumes(true));
      assertThat(stack.exec("db-1", "ls", "/data")).doesNotContain("x");
      engine.docker().removeVolumeCmd(volume).exec(); // it was left there
    }
  }

  /** {@code up --wait} would fail; but nobody is helped when what does not need it is undone. */
  @Test
  void dependency_thatNothingRequires_mayFailAndTheRestGoesOn() throws Exception {
    String file =
        """
        services:
          job:
            image: docker-advanced-lab/busybox:1
            command: [sh, -c, exit 3]
          web:
            image: docker-advanced-lab/web:1
            stop_grace_period: 1s
            depends_on: {job: {condition: service_completed_successfully, required: %s}}
        """;
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      assertThat(compose.run(stack.file(file.formatted("false")), stack.name, "up", "-d").status())
          .isZero();
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
      compose.down(stack.name, "-v", "-t", "0");

      List<String> warnings = new CopyOnWriteArrayList<>();
      Operation<StackStatus> deploy =
          Operations.on(stack.host).start(stack.plan(file.formatted("false")));
      deploy.listen(
          event -> {
            if (event instanceof OperationEvent.Warned warned) {
              warnings.add(warned.message());
            }
          });
      deploy.await();
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
      assertThat(warnings)
          .anyMatch(
              w -> w.contains("job-1") && w.endsWith("; nothing requires it, so the rest goes on"));
      stack.stacks.down(stack.name);

      assertThatThrownBy(() -> stack.deploy(file.formatted("true")))
          .hasMessageContaining("job-1")
          .hasMessageContaining("everything was undone");
      assertThat(stack.things()).isEmpty();
    }
  }
}
