package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.container.Containers;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Services whose containers use namespaces, volumes and names of other containers. */
@Lab
class ReferencesIT {
  private static final List<String> ALL = List.of("base-1", "side-1", "data-1", "user-1", "link-1");

  /** The first %s is of the service that others refer to, the second of one that refers. */
  private static final String FILE =
      """
      services:
        base:
          image: docker-advanced-lab/web:1
          environment: {V: "%s"}
          ipc: shareable
          stop_grace_period: 1s
        side:
          image: docker-advanced-lab/busybox:1
          command: sleep 10000
          init: true
          stop_grace_period: 1s
          environment: {V: "%s"}
          network_mode: "service:base"
          ipc: "service:base"
          pid: "service:base"
        data:
          image: docker-advanced-lab/db:1
          stop_grace_period: 1s
          environment: {V: "%s"}
          volumes: [named:/named]
        user:
          image: docker-advanced-lab/busybox:1
          command: sleep 10000
          init: true
          stop_grace_period: 1s
          volumes_from: [data]
        link:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          links: ["base:store"]
      volumes: {named: }
      """;

  @Engine LabEngine engine;

  private static Map<String, String> ids(TestStack stack) {
    Map<String, String> ids = new TreeMap<>();
    ALL.forEach(name -> ids.put(name, stack.id(name)));
    return ids;
  }

  private static List<String> changed(Map<String, String> before, Map<String, String> after) {
    return before.keySet().stream()
        .filter(name -> !before.get(name).equals(after.get(name)))
        .toList();
  }

  private static void checkReferences(TestStack stack) {
    String base = "container:" + stack.id("base-1");
    var side = stack.inspect("side-1").getHostConfig();
    assertThat(side.getNetworkMode()).isEqualTo(base);
    assertThat(side.getIpcMode()).isEqualTo(base);
    assertThat(side.getPidMode()).isEqualTo(base);
    assertThat(stack.exec("side-1", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/"))
        .isNotEmpty();
    assertThat(stack.exec("link-1", "wget", "-q", "-O", "-", "http://store:8080/")).isNotEmpty();
    stack.exec("data-1", "sh", "-c", "echo n >/named/x; echo a >/data/x");
    assertThat(stack.exec("user-1", "cat", "/named/x", "/data/x")).isEqualTo("n\na");
  }

  @Test
  void references_ofTheSameFile_areThoseOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      String text = FILE.formatted(1, 1, 1);
      Path file = stack.file(text);
      compose.up(file, stack.name, "--wait");
      ComposeObjects theirs = ComposeObjects.of(stack);
      checkReferences(stack);
      assertThat(stack.stacks.plan(stack.fileSource(text)).data().changes()).isEmpty();
      compose.down(stack.name, "-v");

      stack.stacks.deploy(stack.fileSource(text));
      assertThat(ComposeObjects.of(stack).differencesFrom(theirs)).isEmpty();
      checkReferences(stack);
      Map<String, String> before = ids(stack);
      compose.up(file, stack.name);
      assertThat(ids(stack)).isEqualTo(before);
      assertThat(stack.stacks.plan(stack.fileSource(text)).isEmpty()).isTrue();
    }
  }

  @Test
  void service_thatOthersReferTo_madeAnew_takesThemAlong() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(FILE.formatted(1, 1, 1)));
      Map<String, String> before = ids(stack);
      String file = FILE.formatted(2, 1, 2);
      StackPlan plan = stack.stacks.plan(stack.fileSource(file));
      assertThat(plan.toString())
          .contains("it uses the network of base, which is made anew")
          .contains("it uses the volumes of data, which is made anew");
      stack.stacks.deploy(plan);
      Map<String, String> after = ids(stack);
      assertThat(changed(before, after)).containsExactly("base-1", "data-1", "side-1", "user-1");
      checkReferences(stack);
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(ids(stack)).as("after an up of Docker Compose").isEqualTo(after);
    }
  }

  @Test
  void deploy_thatFails_putsBackWhoReferredAndWhomTheyReferTo() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(FILE.formatted(1, 1, 1));
      Map<String, String> before = ids(stack);
      String bad =
          FILE.formatted(2, 2, 2)
              .replace(
                  "volumes_from: [data]",
                  "volumes_from: [data]\n"
                      + "    healthcheck: {test: [CMD, \"false\"], interval: 0.1s, retries: 1}");
      OperationFailed failed = catchThrowableOfType(OperationFailed.class, () -> stack.deploy(bad));
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(ids(stack)).isEqualTo(before);
      checkReferences(stack);
    }
  }

  @Test
  void service_thatStartsAgain_restartsWhoUsesItsNamespaces() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file = FILE.formatted(1, 1, 1).replace("  pid: \"service:base\"\n    ", "  ");
      file = file.replace("    pid: \"service:base\"\n", "");
      stack.deploy(file);
      Map<String, String> before = ids(stack);
      Containers.on(stack.host).stop(stack.id("base-1"), Duration.ofSeconds(1));
      StackPlan plan = stack.plan(file);
      assertThat(plan.toString()).contains("it uses what base has while it runs");
      stack.stacks.deploy(plan);
      assertThat(ids(stack)).isEqualTo(before);
      assertThat(stack.exec("side-1", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/"))
          .isNotEmpty();
      assertThat(stack.plan(file).isEmpty()).isTrue();
    }
  }

  @Test
  void volumesFrom_readOnlyAndOfAContainerOutside_areMountedSo() throws Exception {
    try (TestStack outside = TestStack.on(engine);
        TestStack stack = TestStack.on(engine)) {
      outside.deploy("services: {db: {image: 'docker-advanced-lab/db:1', volumes: [/out]}}");
      String file =
          """
          services:
            data: {image: "docker-advanced-lab/busybox:1", command: sleep 10000, init: true, volumes: [/in]}
            user:
              image: docker-advanced-lab/busybox:1
              command: sleep 10000
              init: true
              volumes_from: ["data:ro", "container:%s:rw"]
          """
              .formatted(outside.container("db-1"));
      stack.deploy(file);
      assertThat(stack.inspect("user-1").getHostConfig().getVolumesFrom()).hasSize(2);
      assertThat(stack.exec("user-1", "sh", "-c", "echo x >/out/x && cat /out/x")).isEqualTo("x");
      assertThat(stack.exec("user-1", "sh", "-c", "touch /in/x 2>&1")).contains("Read-only");
      assertThat(stack.plan(file).isEmpty()).isTrue();
    }
  }

  /** Whatever comes first in the file: the one that is named is there first. */
  @Test
  void containers_namedByTheSameFile_areThereFirst_andTakeAlong() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            app:
              image: docker-advanced-lab/busybox:1
              command: sleep 10000
              init: true
              network_mode: "container:%1$s-vpn"
              volumes_from: ["container:%1$s-data:ro"]
            vpn: {image: "docker-advanced-lab/web:1", container_name: %1$s-vpn, environment: {V: "%2$d"}}
            data: {image: "docker-advanced-lab/db:1", container_name: %1$s-data}
          """;
      for (int version : new int[] {1, 2}) {
        String text = file.formatted(stack.name, version);
        stack.stacks.deploy(stack.fileSource(text));
        assertThat(stack.exec("app-1", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/"))
            .isNotEmpty();
        assertThat(stack.exec("app-1", "sh", "-c", "touch /data/x 2>&1")).contains("Read-only");
        assertThat(stack.stacks.plan(stack.fileSource(text)).isEmpty()).isTrue();
        String app = stack.id("app-1");
        LabCompose.on(engine).up(stack.file(text), stack.name);
        assertThat(stack.id("app-1")).isEqualTo(app);
        // No label tells the verbs of it, but the engine does.
        stack.stacks.restart(stack.name, "vpn");
        assertThat(stack.exec("app-1", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/"))
            .isNotEmpty();
      }
    }
  }

  @Test
  void links_ofTheDefaultNetwork_followWhatIsMadeAnew() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            base: {image: "docker-advanced-lab/web:1", network_mode: bridge, environment: {V: "%s"}}
            link:
              image: docker-advanced-lab/web:1
              network_mode: bridge
              links: ["base:store"]
          """;
      stack.deploy(file.formatted(1));
      assertThat(stack.exec("link-1", "wget", "-q", "-O", "-", "http://store:8080/")).isNotEmpty();
      StackPlan plan = stack.plan(file.formatted(2));
      assertThat(plan.toString()).contains("it is linked with base, which is made anew");
      stack.stacks.deploy(plan);
      assertThat(stack.exec("link-1", "wget", "-q", "-O", "-", "http://store:8080/")).isNotEmpty();
      assertThat(stack.plan(file.formatted(2)).isEmpty()).isTrue();
    }
  }

  @Test
  void service_withoutContainers_cannotBeReferredTo() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      assertThatThrownBy(
              () ->
                  stack.plan(
                      """
                      services:
                        base: {image: "docker-advanced-lab/web:1", scale: 0}
                        side: {image: "docker-advanced-lab/web:1", network_mode: "service:base"}
                      """))
          .hasMessageContaining(":3:")
          .hasMessageContaining("service base has no container whose network could be used");
    }
  }
}
