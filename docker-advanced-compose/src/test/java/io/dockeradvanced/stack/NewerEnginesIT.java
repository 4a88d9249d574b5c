package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What only newer engines can: used where it is there, refused before anything is made where it is
 * not. Each row of the matrix runs its side of it.
 */
@Lab
class NewerEnginesIT {
  /** API 1.43, 1.44 and 1.45; the first service makes the directory that the second mounts. */
  private static final String NEWER =
      """
      services:
        prepare:
          image: docker-advanced-lab/busybox:1
          command: [mkdir, -p, /data/sub]
          volumes: [data:/data]
          network_mode: none
        web:
          image: docker-advanced-lab/web:1
          mac_address: 02:42:ac:11:00:99
          annotations: {owner: blue}
          networks:
            front: {aliases: [www], priority: 10}
            back: {mac_address: "02:42:ac:11:00:98", aliases: [api]}
            side:
          healthcheck: {test: [CMD, /bin/healthy], interval: 60s, start_period: 60s, start_interval: 0.2s}
          volumes:
            - {type: volume, source: data, target: /here, volume: {subpath: sub}}
          depends_on:
            prepare: {condition: service_completed_successfully}
      networks: {front: , back: , side: }
      volumes: {data: }
      """;

  @Engine LabEngine engine;

  private static boolean atLeast(TestStack stack, int minor) {
    return ApiVersion.parse(stack.host.apiVersion()).atLeast(1, minor);
  }

  @Test
  void newerFeatures_ofAnEngineThatHasThem_areThoseOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      assumeTrue(atLeast(stack, 45), "the engine is older than API 1.45");
      Path file = stack.file(NEWER);
      compose.up(file, stack.name, "--wait-timeout", "30");
      ComposeObjects theirs = ComposeObjects.of(stack);
      compose.down(stack.name, "-v");

      stack.stacks.deploy(stack.fileSource(NEWER));

      assertThat(ComposeObjects.of(stack).differencesFrom(theirs)).isEmpty();
      String addresses = stack.exec("web-1", "cat", "/sys/class/net/eth0/address");
      for (int i = 1; i < 3; i++) {
        addresses += " " + stack.exec("web-1", "cat", "/sys/class/net/eth" + i + "/address");
      }
      assertThat(addresses).contains("02:42:ac:11:00:99").contains("02:42:ac:11:00:98");
      assertThat(stack.exec("web-1", "wget", "-q", "-O", "-", "http://api:8080/")).isNotEmpty();
      assertThat(stack.plan(NEWER).data().changes()).isEmpty();
      compose.up(file, stack.name);
      assertThat(stack.stacks.plan(stack.fileSource(NEWER)).data().changes()).isEmpty();
    }
  }

  /** The file system of the cgroups is the container's to write then. */
  @Test
  void writableCgroups_areThoseOfCompose() throws Exception {
    String file =
        """
        services:
          web: {image: "docker-advanced-lab/web:1", security_opt: ["writable-cgroups=%s"]}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      if (!atLeast(stack, 48)) {
        assertThatThrownBy(() -> stack.deploy(file.formatted("true")))
            .isInstanceOf(InvalidSpec.class)
            .hasMessageContaining("writable-cgroups needs an engine with API 1.48");
        return;
      }
      for (String value : new String[] {"true", "false"}) {
        String text = file.formatted(value);
        stack.stacks.deploy(stack.fileSource(text));
        String web = stack.id("web-1");
        LabCompose.on(engine).up(stack.file(text), stack.name);
        assertThat(stack.id("web-1")).isEqualTo(web);
        assertThat(stack.exec("web-1", "grep", "^cgroup", "/proc/mounts").lines())
            .allMatch(line -> line.contains(value.equals("true") ? "rw," : "ro,"));
      }
    }
  }

  @Test
  void newerFeatures_ofAnOlderEngine_areRefusedWithTheirPlaces() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      assumeTrue(!atLeast(stack, 43), "the engine has them");
      assertThatThrownBy(() -> stack.deploy(NEWER))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("annotations needs an engine with API 1.43; this one has 1.4")
          .hasMessageContaining("start_interval of a health check needs an engine with API 1.44")
          .hasMessageContaining("subpath of a volume needs an engine with API 1.45");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void enableIpv4_isLeftToEnginesThatKnowIt() throws Exception {
    String file =
        """
        services: {web: {image: "docker-advanced-lab/web:1", networks: [six]}}
        networks:
          six: {enable_ipv4: false, enable_ipv6: true, ipam: {config: [{subnet: "fd00:da::/64"}]}}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      if (atLeast(stack, 48)) {
        stack.deploy(file);
        assertThat(stack.exec("web-1", "ip", "-o", "addr", "show", "eth0"))
            .contains("fd00:da:")
            .doesNotContain("inet ");
      } else {
        assertThatThrownBy(() -> stack.deploy(file))
            .isInstanceOf(InvalidSpec.class)
            .hasMessageContaining("enable_ipv4 needs an engine with API 1.48");
        assertThat(stack.things()).isEmpty();
      }
    }
  }
}
