package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Recovery;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What holds after every recovery, whatever was interrupted.
 *
 * <ul>
 *   <li>The stack is one version as a whole: what it was, or what it was to become.
 *   <li>Exactly one container holds each name and number, and it serves.
 *   <li>No temporary container, old container or lock is left.
 *   <li>No data volume is lost.
 *   <li>A second recovery has nothing to do, and neither has a deploy of that version.
 * </ul>
 */
final class Invariants {
  private final LabEngine engine;
  private final TestStack stack;

  Invariants(LabEngine engine, TestStack stack) {
    this.engine = engine;
    this.stack = stack;
  }

  /** Recovers as a process would that knows nothing but the store and the hosts. */
  void recover() {
    List<Recovery> recoveries = Operations.on(stack.host).recover();
    assertThat(recoveries)
        .allSatisfy(r -> assertThat(r.outcome().isEnd()).as(r.message()).isTrue());
    assertThat(Operations.on(stack.host).recover()).as("a second recovery").isEmpty();
  }

  /**
   * Asserts them all.
   *
   * @param possible Compose files by version; version 0 is "no stack"
   * @return the version in force
   */
  int check(Map<Integer, String> possible) {
    Map<String, InspectContainerResponse> containers = containers();
    int version = version(containers);
    assertThat(possible).as("the version in force").containsKey(version);
    if (version == 0) {
      assertThat(stack.things()).isEmpty();
      return 0;
    }
    assertThat(containers.keySet())
        .as("names")
        .containsExactlyInAnyOrder(
            stack.container("db-1"), stack.container("web-1"), stack.container("web-2"));
    containers.forEach(
        (name, container) -> {
          assertThat(container.getState().getRunning()).as("%s runs", name).isTrue();
          String number =
              container.getConfig().getLabels().get("com.docker.compose.container-number");
          assertThat(name).as("number label").endsWith("-" + number);
        });
    assertThat(stack.things())
        .as("everything of the stack")
        .containsExactlyInAnyOrder(
            "container " + stack.container("db-1"),
            "container " + stack.container("web-1"),
            "container " + stack.container("web-2"),
            "network " + stack.name + "_default",
            "volume " + stack.name + "_data");
    StackPlan again = stack.plan(possible.get(version));
    assertThat(again.isChange()).as("a deploy of what is there: %s", again).isFalse();
    return version;
  }

  /** By name, all that bear the stack's name or its label: temporary ones and locks too. */
  private Map<String, InspectContainerResponse> containers() {
    DockerClient docker = engine.docker();
    Map<String, InspectContainerResponse> found = new TreeMap<>();
    for (Container c : docker.listContainersCmd().withShowAll(true).exec()) {
      boolean labelled = stack.name.equals(c.getLabels().get("com.docker.compose.project"));
      if (labelled || Arrays.stream(c.getNames()).anyMatch(n -> n.contains(stack.name))) {
        found.put(c.getNames()[0].substring(1), docker.inspectContainerCmd(c.getId()).exec());
      }
    }
    return found;
  }

  private static int version(Map<String, InspectContainerResponse> containers) {
    Map<String, String> versions = new HashMap<>();
    containers.forEach(
        (name, container) ->
            Arrays.stream(container.getConfig().getEnv())
                .filter(e -> e.startsWith("VERSION="))
                .forEach(e -> versions.put(name, e.substring("VERSION=".length()))));
    if (containers.isEmpty()) {
      return 0;
    }
    Set<String> all = new TreeSet<>(versions.values());
    assertThat(versions.keySet()).as("containers with a version").isEqualTo(containers.keySet());
    assertThat(all).as("one version only: " + versions).hasSize(1);
    return Integer.parseInt(all.iterator().next());
  }
}
