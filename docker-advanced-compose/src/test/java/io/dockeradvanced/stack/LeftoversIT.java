package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an interrupted change left, ours with another store or that of Docker Compose. */
@Lab
class LeftoversIT {
  private static final String WEB =
      "services: {web: {image: 'docker-advanced-lab/web:1', environment: {V: '%s'}}}";

  @Engine LabEngine engine;

  /** A container as both make them on the way to a successor: {@code OLDID_NAME}, never started. */
  private String leftover(TestStack stack, String suffix, boolean labelled) {
    DockerClient docker = engine.docker();
    Map<String, String> labels =
        labelled ? new LinkedHashMap<>(stack.inspect("web-1").getConfig().getLabels()) : Map.of();
    return docker
        .createContainerCmd("docker-advanced-lab/web:1")
        .withName(stack.id("web-1").substring(0, 12) + "_" + stack.container("web-1") + suffix)
        .withLabels(labels)
        .exec()
        .getId();
  }

  private boolean isThere(String id) {
    return engine.docker().listContainersCmd().withShowAll(true).exec().stream()
        .anyMatch(c -> c.getId().equals(id));
  }

  @Test
  void leftover_ofTheStackThatNeverRan_isRemovedAndBlocksNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(WEB.formatted(1));
      String before = stack.id("web-1");
      String left = leftover(stack, "", true);
      StackPlan plan = stack.plan(WEB.formatted(2));
      assertThat(plan.toString()).contains("an interrupted change left it behind");
      stack.stacks.deploy(plan);
      assertThat(isThere(left)).isFalse();
      assertThat(stack.id("web-1")).isNotEqualTo(before);
      assertThat(stack.things())
          .containsExactly(
              "container " + stack.container("web-1"), "network " + stack.name + "_default");
    }
  }

  @Test
  void container_ofOthersWithTheTemporaryName_staysAndBlocksNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(WEB.formatted(1));
      String before = stack.id("web-1");
      String other = leftover(stack, "", false);
      try {
        stack.deploy(WEB.formatted(2));
        assertThat(stack.id("web-1")).isNotEqualTo(before);
        assertThat(isThere(other)).isTrue();
      } finally {
        engine.docker().removeContainerCmd(other).exec();
      }
    }
  }

  /** Docker Compose was killed between removing the old container and naming the new one. */
  @Test
  void container_leftUnderItsTemporaryName_getsItsOwn() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(WEB.formatted(1));
      String id = stack.id("web-1");
      stack.stop("web-1");
      engine
          .docker()
          .renameContainerCmd(id)
          .withName("0123456789ab_" + stack.container("web-1"))
          .exec();
      StackPlan plan = stack.plan(WEB.formatted(1));
      assertThat(plan.toString()).contains("rename");
      stack.stacks.deploy(plan);
      assertThat(stack.id("web-1")).isEqualTo(id);
      assertThat(stack.stacks.status(stack.name).state()).isEqualTo(StackStatus.State.RUNNING);
      assertThat(stack.plan(WEB.formatted(1)).isChange()).isFalse();
    }
  }
}
