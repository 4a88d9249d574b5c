package io.dockeradvanced.compose.oracle;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The generated projects of the oracle's tests, for tests of what is done with them. */
public final class GeneratedProjects {
  private GeneratedProjects() {}

  /** The project of this seed, written below the directory; empty when it is not valid. */
  public static Optional<ComposeProject> load(Path directory, long seed) throws IOException {
    Case files = seed % 2 == 0 ? Sweep.generate(directory, seed) : Sweep.project(directory, seed);
    try {
      return Optional.of(files.load());
    } catch (InvalidSpec e) {
      return Optional.empty();
    }
  }
}
