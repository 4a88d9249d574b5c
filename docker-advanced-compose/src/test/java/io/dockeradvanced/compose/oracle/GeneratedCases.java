package io.dockeradvanced.compose.oracle;

import io.dockeradvanced.compose.ComposeProject;
import java.io.IOException;
import java.nio.file.Path;

/** The generated files, for tests that need no Docker Compose. */
public final class GeneratedCases {
  private GeneratedCases() {}

  /** A project with includes, extends and resets. */
  public static ComposeProject loadProject(Path directory, long seed) throws IOException {
    return Sweep.project(directory, seed).load();
  }

  public static ComposeProject load(Path directory, long seed) throws IOException {
    return Sweep.generate(directory, seed).load();
  }
}
