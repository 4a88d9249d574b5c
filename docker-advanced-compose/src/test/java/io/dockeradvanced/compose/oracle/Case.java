package io.dockeradvanced.compose.oracle;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files on disk and the settings they are loaded with, by Docker Compose and by us. */
record Case(
    String name,
    Path directory,
    List<Path> files,
    List<String> profiles,
    Map<String, String> environment) {

  ComposeProject load() {
    StackSource source = StackSource.files(files).processEnvironment(environment);
    for (String profile : profiles) {
      source = source.profile(profile);
    }
    return source.load();
  }
}
