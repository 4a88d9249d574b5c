package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.oracle.GeneratedCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  @TempDir Path directory;

  @Test
  void toYamlAndToJson_ofGeneratedFiles_loadToTheSameModel() throws IOException {
    int loaded = 0;
    for (long seed = 0; seed < 200; seed++) {
      ComposeProject project;
      try {
        project = GeneratedCases.load(directory, seed);
      } catch (InvalidSpec e) {
        continue;
      }
      if (!isWhole(project)) {
        continue;
      }
      loaded++;
      List<String> texts = new ArrayList<>(List.of(project.toYaml()));
      if (!project.toJson().matches("(?s).*\"(ulimits|-1|models|blkio_config|reservations)\".*")) {
        // Compose's own JSON of a ulimit of 0, of a swap limit of -1, of models, of block I/O and
        // of devices without capabilities does not load again.
        texts.add(project.toJson());
      }
      for (String text : texts) {
        ComposeProject again = StackSource.text(text).profile("*").load();
        assertThat(again.toJson()).as("seed %d:\n%s", seed, text).isEqualTo(project.toJson());
        for (String service : project.services().keySet()) {
          assertThat(again.configHash(service)).isEqualTo(project.configHash(service));
        }
      }
    }
    assertThat(loaded).isGreaterThan(100);
  }

  /** Whether no service may go without one that its profile switches off. */
  private static boolean isWhole(ComposeProject project) {
    return project.services().values().stream()
        .flatMap(service -> service.dependencies().stream())
        .allMatch(dependency -> project.services().containsKey(dependency.service()));
  }
}
