package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A port of the host passes from one container to another in one deploy. */
@Lab
class PortMovesIT {
  private static final String ONE =
      """
      services:
        a: {image: "docker-advanced-lab/web:1", ports: ["127.0.0.1:27141:8080"]}
        b: {image: "docker-advanced-lab/web:1", ports: ["127.0.0.1:27142:8080"]}
      """;

  @Engine LabEngine engine;

  private static List<String> ports(StackStatus status, String service) {
    return status.services().stream()
        .filter(s -> s.name().equals(service))
        .flatMap(s -> s.replicas().get(0).ports().stream())
        .filter(port -> port.contains("->"))
        .toList();
  }

  @Test
  void port_swapped_isThatOfTheOther() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(ONE);
      StackStatus status =
          stack.deploy(ONE.replace("27141", "x").replace("27142", "27141").replace("x", "27142"));
      assertThat(ports(status, "a")).containsExactly("127.0.0.1:27142->8080/tcp");
      assertThat(ports(status, "b")).containsExactly("127.0.0.1:27141->8080/tcp");
    }
  }

  /** The one that lets go depends on the one that takes. */
  @Test
  void port_takenByADependency_isLetGoBefore() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            front:
              image: docker-advanced-lab/web:1
              depends_on: {back: {condition: service_healthy}}
              ports: [%s]
            back:
              image: docker-advanced-lab/web:1
              healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 50}
              ports: [%s]
          """;
      stack.deploy(file.formatted("\"127.0.0.1:27143:8080\"", ""));
      StackStatus status = stack.deploy(file.formatted("", "\"27143:8080\""));
      assertThat(ports(status, "front")).isEmpty();
      assertThat(ports(status, "back")).contains("0.0.0.0:27143->8080/tcp");
    }
  }

  @Test
  void port_ofAnOrphan_isTakenByANewService() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(ONE);
      StackStatus status =
          stack.stacks.deploy(
              stack.source(ONE.replace("b: {", "c: {")),
              DeployOptions.defaults().removeOrphans(true));
      assertThat(ports(status, "c")).containsExactly("127.0.0.1:27142->8080/tcp");
      assertThat(ports(status, "b")).isEmpty();
    }
  }

  @Test
  void port_movedInADeployThatFails_isBackWhereItWas() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(ONE);
      List<String> before = List.of(stack.id("a-1"), stack.id("b-1"));
      String bad =
          """
          services:
            a: {image: "docker-advanced-lab/web:1", ports: ["127.0.0.1:27142:8080"]}
            b: {image: "docker-advanced-lab/web:1", command: [/no/such/program]}
          """;
      OperationFailed failed = catchThrowableOfType(OperationFailed.class, () -> stack.deploy(bad));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(List.of(stack.id("a-1"), stack.id("b-1"))).isEqualTo(before);
      StackStatus status = stack.stacks.status(stack.name);
      assertThat(ports(status, "a")).containsExactly("127.0.0.1:27141->8080/tcp");
      assertThat(ports(status, "b")).containsExactly("127.0.0.1:27142->8080/tcp");
    }
  }

  @Test
  void port_ofAForeignContainer_isRefusedByItsPlaceAndHolder() throws Exception {
    try (TestStack other = TestStack.on(engine);
        TestStack stack = TestStack.on(engine)) {
      other.deploy(ONE);
      InvalidSpec refused =
          catchThrowableOfType(InvalidSpec.class, () -> stack.stacks.plan(stack.fileSource(ONE)));
      assertThat(refused.findings()).hasSize(2);
      assertThat(refused)
          .hasMessageContaining(
              "compose.yaml:2:51: port 127.0.0.1:27141 is used by container %s of stack %s; stop it"
                      .formatted(other.container("a-1"), other.name)
                  + " or publish another port");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void port_ofAForeignContainer_leavesTheOldContainerServing() throws Exception {
    try (TestStack other = TestStack.on(engine);
        TestStack stack = TestStack.on(engine)) {
      String file = "services: {a: {image: 'docker-advanced-lab/web:1', ports: [%s]}}";
      other.deploy(file.formatted("'27145:8080'"));
      stack.deploy(file.formatted("'27146:8080'"));
      String before = stack.inspect("a-1").getState().getStartedAt();
      assertThatThrownBy(() -> stack.deploy(file.formatted("'127.0.0.1:27145:8080'")))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining(other.container("a-1"));
      assertThat(stack.inspect("a-1").getState().getStartedAt()).isEqualTo(before);
      // A range has another one.
      stack.deploy(file.formatted("'27145-27146:8080'"));
      assertThat(ports(stack.stacks.status(stack.name), "a")).contains("0.0.0.0:27146->8080/tcp");
    }
  }

  /** A container in the host's own network publishes nothing; to the engine it is a program. */
  @Test
  void port_ofAProgramOfTheHost_failsWithItsPlaceInTheFile() throws Exception {
    try (TestStack other = TestStack.on(engine);
        TestStack stack = TestStack.on(engine)) {
      other.deploy(
          """
          services:
            a:
              image: docker-advanced-lab/web:1
              network_mode: host
              environment: {PORT: "27147"}
              healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 50}
          """);
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class,
              () ->
                  stack.stacks.deploy(
                      stack.fileSource(
                          """
                          services:
                            a:
                              image: docker-advanced-lab/web:1
                              ports:
                                - "27148:9000"
                                - "127.0.0.1:27147:8080"
                          """)));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed)
          .hasMessageContaining("compose.yaml:6:9: port 127.0.0.1:27147 is in use on lab;")
          .hasMessageContaining("publish another port");
      assertThat(stack.things()).isEmpty();
    }
  }
}
