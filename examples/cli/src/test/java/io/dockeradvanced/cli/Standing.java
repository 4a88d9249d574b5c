package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.LabEngine;
import java.util.List;
import java.util.Map;

/** What stands on the engine of a stack that the command changed. */
final class Standing {
  private Standing() {}

  /** The containers by name, running or not. */
  static Map<String, InspectContainerResponse> containers(LabEngine engine, String stack) {
    return Invariants.of(engine.docker(), stack).containers();
  }

  /** Neither containers nor networks nor the lock; volumes may have been kept. */
  static void assertGone(LabEngine engine, String stack) {
    assertThat(Invariants.of(engine.docker(), stack).things())
        .allSatisfy(thing -> assertThat(thing).startsWith("volume "));
  }

  /** Exactly these containers, all running, of one of these versions as a whole; no lock. */
  static void assertServing(
      LabEngine engine, String stack, List<String> names, String... versions) {
    Invariants there = Invariants.of(engine.docker(), stack);
    assertThat(there.containers().keySet()).containsExactlyInAnyOrderElementsOf(names);
    there.assertServing();
    List<String> seen =
        there.containers().values().stream()
            .flatMap(container -> Invariants.environment(container).stream())
            .filter(entry -> entry.startsWith("VERSION="))
            .map(entry -> entry.substring("VERSION=".length()))
            .distinct()
            .toList();
    assertThat(seen).as("one version serves, not a mixture").hasSize(1);
    assertThat(versions).contains(seen.get(0));
  }
}
