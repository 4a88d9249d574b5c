package io.dockeradvanced.compose.oracle;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files on disk and the settings they are loaded with, by Docker Compose and by us.
 *
 * @param directory where the command runs
 * @param files the files that are named; none to have them found
 * @param services those that are named
 * @param project the name that is given, or null
 * @param projectDirectory the directory that is given, or null
 */
record Case(
    String name,
    Path directory,
    List<Path> files,
    List<Path> envFiles,
    List<String> profiles,
    List<String> services,
    Map<String, String> environment,
    @Nullable String project,
    @Nullable Path projectDirectory) {

  ComposeProject load() {
    StackSource source =
        files.isEmpty() ? StackSource.discover(directory) : StackSource.files(files);
    source = source.processEnvironment(environment).enable(services);
    for (String profile : profiles) {
      source = source.profile(profile);
    }
    for (Path file : envFiles) {
      source = source.envFile(file);
    }
    if (project != null) {
      source = source.name(project);
    }
    if (projectDirectory != null) {
      source = source.workingDirectory(projectDirectory);
    }
    return source.load().only(services);
  }
}
