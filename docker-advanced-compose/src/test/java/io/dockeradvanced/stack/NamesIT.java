package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names of containers pass from one to another in one deploy, and nobody's is taken away. */
@Lab
class NamesIT {
  private static final DeployOptions REMOVING = DeployOptions.defaults().removeOrphans(true);

  @Engine LabEngine engine;

  /** Services a and b; {@code NAME} stands for the stack. */
  private static String two(TestStack stack, String a, String b, String more) {
    return """
    services:
      a: {image: "docker-advanced-lab/web:1", container_name: NAME-%s}
      b: {image: "docker-advanced-lab/web:1", container_name: NAME-%s%s}
    """
        .formatted(a, b, more)
        .replace("NAME", stack.name);
  }

  private static String names(TestStack stack) {
    return stack.stacks.status(stack.name).services().stream()
        .map(s -> s.name() + " " + s.replicas().get(0).name().replace(stack.name + "-", ""))
        .collect(Collectors.joining(", "));
  }

  private static Set<String> containers(TestStack stack) {
    return stack.things().stream()
        .filter(thing -> thing.startsWith("container "))
        .collect(Collectors.toSet());
  }

  @Test
  void names_swapped_areThoseOfTheOther() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(two(stack, "x", "y", "")));
      stack.stacks.deploy(stack.fileSource(two(stack, "y", "x", "")));
      assertThat(names(stack)).isEqualTo("a y, b x");
      assertThat(containers(stack)).hasSize(2);
      List<String> before = List.of(stack.id("x"), stack.id("y"));
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(List.of(stack.id("x"), stack.id("y"))).isEqualTo(before);
    }
  }

  /** The one that lets go of the name depends on the one that gets it. */
  @Test
  void names_swappedWithADependency_areThoseOfTheOther() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String more = ", depends_on: {a: {condition: service_started, restart: true}}";
      stack.deploy(two(stack, "x", "y", more));
      stack.deploy(two(stack, "y", "x", more));
      assertThat(names(stack)).isEqualTo("a y, b x");
    }
  }

  @Test
  void names_swappedInADeployThatFails_areWhereTheyWere() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(two(stack, "x", "y", ""));
      List<String> before = List.of(stack.id("x"), stack.id("y"));
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class,
              () -> stack.deploy(two(stack, "y", "x", ", command: [/no/such/program]")));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(List.of(stack.id("x"), stack.id("y"))).isEqualTo(before);
      assertThat(names(stack)).isEqualTo("a x, b y");
      assertThat(containers(stack)).hasSize(2);
      assertThat(stack.stacks.status(stack.name).state()).isEqualTo(StackStatus.State.RUNNING);
    }
  }

  @Test
  void service_renamedWithItsContainerName_takesTheNameOfTheOrphanThatGoes() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(two(stack, "x", "y", ""));
      String before = stack.id("y");
      String renamed = two(stack, "x", "y", "").replace("  b:", "  c:");
      assertThatThrownBy(() -> stack.stacks.plan(stack.fileSource(renamed)))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining(
              "compose.yaml:3:43: the name %s-y is taken by".formatted(stack.name))
          .hasMessageContaining("service b, which the file no longer has")
          .hasMessageContaining("--remove-orphans");
      stack.stacks.deploy(stack.source(renamed), REMOVING);
      assertThat(names(stack)).isEqualTo("a x, c y");
      assertThat(stack.id("y")).isNotEqualTo(before);
      assertThat(containers(stack)).hasSize(2);
    }
  }

  @Test
  void name_ofAContainerOfOthers_isRefusedByItsPlaceAndHolder() throws Exception {
    try (TestStack other = TestStack.on(engine);
        TestStack stack = TestStack.on(engine)) {
      other.deploy("services: {web: {image: 'docker-advanced-lab/web:1'}}");
      String file =
          """
          services:
            a: {image: "docker-advanced-lab/web:1", container_name: %s}
          """
              .formatted(other.container("web-1"));
      assertThatThrownBy(() -> stack.stacks.deploy(stack.fileSource(file)))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("compose.yaml:2:43: the name " + other.container("web-1"))
          .hasMessageContaining("is taken by a container of stack " + other.name);
      assertThat(stack.things()).isEmpty();
      assertThat(other.stacks.status(other.name).state()).isEqualTo(StackStatus.State.RUNNING);
    }
  }

  /**
   * The old ones stay, as with Docker Compose; the plan says so, and data is not taken for lost.
   */
  @Test
  void networkAndVolume_withAnotherNameInTheFile_leaveTheOldOnesAndSaySo() throws Exception {
    String file =
        """
        services:
          a: {image: "docker-advanced-lab/web:1", stop_grace_period: 1s, volumes: ["data:/data"]}
        networks: {default: {name: NAME-n%1$s}}
        volumes: {data: {name: NAME-v%1$s}}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      String first = file.formatted("1").replace("NAME", stack.name);
      String second = file.formatted("2").replace("NAME", stack.name);
      stack.deploy(first);
      stack.exec("a-1", "sh", "-c", "echo x >/data/x");
      StackPlan plan = stack.plan(second);
      assertThat(plan.data().warnings())
          .containsExactlyInAnyOrder(
              "network %1$s-n1 is called %1$s-n2 in the file now; the old one stays until the stack is taken down"
                  .formatted(stack.name),
              "volume %1$s-v1 is called %1$s-v2 in the file now; the old one stays as it is, with its data"
                  .formatted(stack.name));
      stack.stacks.deploy(plan);
      assertThat(stack.things())
          .contains("network " + stack.name + "-n1", "volume " + stack.name + "-v1");
      stack.deploy(first);
      assertThat(stack.exec("a-1", "cat", "/data/x")).contains("x");
      stack.stacks.down(stack.name);
      assertThat(stack.things()).noneMatch(thing -> thing.startsWith("network"));
    }
  }
}
