package io.dockeradvanced.compose.oracle;

import io.dockeradvanced.compose.ComposeProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The generated files, for tests that need no Docker Compose. */
public final class GeneratedCases {
  private GeneratedCases() {}

  /** A project with includes, extends and resets. */
  public static ComposeProject loadProject(Path directory, long seed) throws IOException {
    return Sweep.project(directory, seed).load();
  }

  /** The texts of all Compose files that the generators make of a seed. */
  public static List<String> composeFiles(long seed) {
    Grammar grammar = new Grammar(seed);
    List<String> texts = new ArrayList<>(List.of(grammar.file(false), grammar.file(true)));
    for (Map<String, String> files :
        List.of(new ProjectGrammar(seed).files(), new SettingsGrammar(seed).texts())) {
      files.forEach(
          (path, text) -> {
            if (path.matches(".*\\.ya?ml")) {
              texts.add(text);
            }
          });
    }
    return texts;
  }

  public static ComposeProject load(Path directory, long seed) throws IOException {
    return Sweep.generate(directory, seed).load();
  }
}
