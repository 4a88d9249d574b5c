package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.dockeradvanced.lab.LabEngine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold of a stack after recover, whatever was killed when. */
final class Invariants {
  private Invariants() {}

  /** The containers of a stack by name, running or not. */
  static Map<String, Container> containers(LabEngine engine, String stack) {
    Map<String, Container> byName = new TreeMap<>();
    List<Container> all =
        engine
            .docker()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(Map.of("com.docker.compose.project", stack))
            .exec();
    for (Container container : all) {
      byName.put(container.getNames()[0].substring(1), container);
    }
    return byName;
  }

  /** Nothing of the stack is left: neither containers nor networks nor the lock. */
  static void assertGone(LabEngine engine, String stack) {
    assertThat(containers(engine, stack)).isEmpty();
    assertThat(
            engine
                .docker()
                .listNetworksCmd()
                .withFilter("label", List.of("com.docker.compose.project=" + stack))
                .exec())
        .isEmpty();
    assertNoLock(engine, stack);
  }

  /** Exactly these containers, all running, under their final names, of one version. */
  static void assertServing(
      LabEngine engine, String stack, List<String> names, String... versions) {
    Map<String, Container> found = containers(engine, stack);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(found.values()).allSatisfy(c -> assertThat(c.getState()).isEqualTo("running"));
    List<String> seen =
        found.values().stream()
            .filter(c -> "web".equals(c.getLabels().get("com.docker.compose.service")))
            .map(c -> version(engine, c))
            .distinct()
            .toList();
    assertThat(seen).as("one version serves, not a mixture").hasSize(1);
    assertThat(versions).contains(seen.get(0));
    assertNoLock(engine, stack);
  }

  static String version(LabEngine engine, Container container) {
    String[] environment =
        engine.docker().inspectContainerCmd(container.getId()).exec().getConfig().getEnv();
    for (String entry : environment == null ? new String[0] : environment) {
      if (entry.startsWith("VERSION=")) {
        return entry.substring("VERSION=".length());
      }
    }
    return "";
  }

  private static void assertNoLock(LabEngine engine, String stack) {
    assertThat(
            engine.docker().listContainersCmd().withShowAll(true).exec().stream()
                .map(c -> c.getNames()[0])
                .filter(name -> name.endsWith("lock-stack-" + stack)))
        .isEmpty();
  }
}
