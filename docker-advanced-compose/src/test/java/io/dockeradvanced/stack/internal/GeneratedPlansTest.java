package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.oracle.GeneratedProjects;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the loader takes gives a plan or an error in words. The generator uses every attribute
 * there is, so that nearly all of it is refused, each time for another dozen of reasons.
 */
class GeneratedPlansTest {
  private static final int CASES = Boolean.getBoolean("da.full") ? 5_000 : 400;

  @TempDir Path directory;

  @Test
  void plan_ofAnyProject_isAPlanOrAnErrorInWords() throws Exception {
    int looked = 0;
    try (PlanHost host = new PlanHost()) {
      for (long seed = 1; seed <= CASES; seed++) {
        Optional<ComposeProject> project = GeneratedProjects.load(directory, seed);
        if (project.isEmpty()) {
          continue;
        }
        looked++;
        try {
          PlanData plan =
              DeployPlanner.plan(host, Translate.of(project.get(), host), DeployOptions.defaults());
          assertThat(plan.toString()).as("seed %d", seed).isNotBlank();
          assertThat(plan.toJson()).as("seed %d", seed).contains("\"steps\"");
        } catch (DockerAdvancedException e) {
          assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
    assertThat(looked).isGreaterThan(CASES / 4);
  }
}
