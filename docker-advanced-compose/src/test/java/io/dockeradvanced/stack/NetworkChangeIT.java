package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network that the file describes otherwise than it is. */
@Lab
class NetworkChangeIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {V: "%1$s"}
          stop_grace_period: 1s
          networks: [front, back]
        kept:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          networks:
            back: {aliases: [store], ipv4_address: 10.231.7.77}
            front:
        once:
          image: docker-advanced-lab/busybox:1
          command: "true"
          networks: [back]
        last:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          networks: [front]
          depends_on: {once: {condition: service_completed_successfully}}
          %3$s
      networks:
        front:
        back: {labels: {v: "%2$s"}, ipam: {config: [{subnet: 10.231.7.0/24}]}}
      """;

  /** Newer engines give a MAC address only to a new container. */
  private static final String MAC = "mac_address: 02:42:ac:11:00:97";

  @Engine LabEngine engine;

  private static String file(int web, int network) {
    return FILE.formatted(web, network, "");
  }

  private String label(TestStack stack) {
    return engine
        .docker()
        .inspectNetworkCmd()
        .withNetworkId(stack.name + "_back")
        .exec()
        .getLabels()
        .get("v");
  }

  private static List<String> kept(TestStack stack) {
    return List.of(stack.id("kept-1"), stack.id("once-1"), stack.id("last-1"));
  }

  private static void checkAttached(TestStack stack) {
    var back = stack.inspect("kept-1").getNetworkSettings().getNetworks().get(stack.name + "_back");
    assertThat(back.getIpAddress()).isEqualTo("10.231.7.77");
    assertThat(stack.exec("web-1", "wget", "-q", "-O", "-", "http://store:8080/")).isNotEmpty();
    assertThat(stack.exec("kept-1", "wget", "-q", "-O", "-", "http://web:8080/")).isNotEmpty();
  }

  @Test
  void network_thatChanged_isMadeAnewAndWhoStaysKeepsNamesAndAddresses() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(file(1, 1)));
      List<String> before = kept(stack);
      String web = stack.id("web-1");
      StackPlan plan = stack.stacks.plan(stack.fileSource(file(1, 2)));
      assertThat(plan.toString())
          .contains("recreate  network   %s_back".formatted(stack.name))
          .contains("restart   container " + stack.container("kept-1"));
      stack.stacks.deploy(plan);
      assertThat(kept(stack)).isEqualTo(before);
      assertThat(stack.id("web-1")).isEqualTo(web);
      assertThat(label(stack)).isEqualTo("2");
      checkAttached(stack);
      assertThat(stack.stacks.plan(stack.fileSource(file(1, 2))).isEmpty()).isTrue();
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(stack.id("web-1")).isEqualTo(web);
      assertThat(kept(stack)).isEqualTo(before);

      stack.stacks.deploy(stack.fileSource(file(2, 3)));
      assertThat(kept(stack)).isEqualTo(before);
      assertThat(stack.id("web-1")).as("changed, too").isNotEqualTo(web);
      checkAttached(stack);
      assertThat(stack.stacks.plan(stack.fileSource(file(2, 3))).isEmpty()).isTrue();
    }
  }

  @Test
  void deploy_thatFails_putsTheOldNetworkBack() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file(1, 1));
      List<String> before = kept(stack);
      String web = stack.id("web-1");
      String bad =
          FILE.formatted(2, 2, "healthcheck: {test: [CMD, \"false\"], interval: 0.1s, retries: 1}");
      OperationFailed failed = catchThrowableOfType(OperationFailed.class, () -> stack.deploy(bad));
      assertThat(failed.outcome()).as(failed.getMessage()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(kept(stack)).isEqualTo(before);
      assertThat(stack.id("web-1")).isEqualTo(web);
      assertThat(label(stack)).isEqualTo("1");
      checkAttached(stack);
      assertThat(stack.plan(file(1, 1)).isEmpty()).isTrue();
    }
  }

  @Test
  void macAddress_isKept() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String kept = "  kept:\n    image: docker-advanced-lab/web:1\n";
      String first = file(1, 1).replace(kept, kept + "    " + MAC + "\n");
      String next = file(1, 2).replace(kept, kept + "    " + MAC + "\n");
      stack.deploy(first);
      String before = stack.id("kept-1");
      assertThat(stack.exec("kept-1", "ip", "-o", "link")).contains("02:42:ac:11:00:97");
      stack.deploy(next);
      assertThat(stack.exec("kept-1", "ip", "-o", "link")).contains("02:42:ac:11:00:97");
      boolean newer = ApiVersion.parse(stack.host.apiVersion()).atLeast(1, 44);
      assertThat(stack.id("kept-1").equals(before)).isEqualTo(!newer);
      checkAttached(stack);
      assertThat(stack.plan(next).isEmpty()).isTrue();
    }
  }

  @Test
  void network_thatOthersUse_isRefusedByItsPlace() throws Exception {
    String other = engine.uniqueName("other");
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file(1, 1));
      String id =
          engine
              .docker()
              .createContainerCmd("docker-advanced-lab/web:1")
              .withName(other)
              .withHostConfig(
                  com.github.dockerjava.api.model.HostConfig.newHostConfig()
                      .withNetworkMode(stack.name + "_back"))
              .exec()
              .getId();
      try {
        assertThatThrownBy(() -> stack.deploy(file(1, 2)))
            .isInstanceOf(InvalidSpec.class)
            .hasMessageContaining(
                ":25:3: network %s_back has to be made anew".formatted(stack.name))
            .hasMessageContaining(other + ", which is not of this stack, is in it; disconnect it");
        assertThat(label(stack)).isEqualTo("1");
      } finally {
        engine.docker().removeContainerCmd(id).withForce(true).exec();
      }
    }
  }

  @Test
  void containers_thatTheDeployIsNotOf_comeAlong() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file(1, 1));
      List<String> before = kept(stack);
      stack.stacks.deploy(stack.source(file(1, 2)), DeployOptions.defaults().services("web"));
      assertThat(kept(stack)).isEqualTo(before);
      assertThat(label(stack)).isEqualTo("2");
      checkAttached(stack);
      assertThat(stack.plan(file(1, 2)).isEmpty()).isTrue();
    }
  }

  /** Who shares a network namespace is in a dead one when its owner has stopped and started. */
  @Test
  void sharers_ofWhoComesAlong_areInTheNewNetwork() throws Exception {
    String file =
        """
        services:
          web: {image: "docker-advanced-lab/web:1", networks: [back], stop_grace_period: 1s}
          db:
            image: docker-advanced-lab/web:1
            networks: [back]
            stop_grace_period: 1s
            healthcheck: {test: [CMD, "true"], interval: 0.2s}
          side: {image: "docker-advanced-lab/web:1", network_mode: "service:db", command: [sleep, "1000"], stop_signal: SIGKILL}
          app:
            image: docker-advanced-lab/web:1
            networks: [back]
            stop_grace_period: 1s
            depends_on: {db: {condition: service_healthy}}
        networks:
          back: {labels: {v: "%s"}}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(file.formatted(1));
      List<String> before = List.of(stack.id("db-1"), stack.id("side-1"), stack.id("app-1"));
      stack.stacks.deploy(
          stack.source(file.formatted(2)), DeployOptions.defaults().services("web"));
      assertThat(List.of(stack.id("db-1"), stack.id("side-1"), stack.id("app-1")))
          .isEqualTo(before);
      assertThat(label(stack)).isEqualTo("2");
      assertThat(stack.exec("side-1", "wget", "-q", "-O", "-", "http://web:8080/")).isNotEmpty();
      assertThat(started(stack, "app-1")).isAfter(started(stack, "db-1"));
      assertThat(stack.plan(file.formatted(2)).isEmpty()).isTrue();
    }
  }

  private static Instant started(TestStack stack, String container) {
    return Instant.parse(stack.inspect(container).getState().getStartedAt());
  }
}
