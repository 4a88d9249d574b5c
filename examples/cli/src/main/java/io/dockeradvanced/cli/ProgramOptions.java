package io.dockeradvanced.cli;

import io.dockeradvanced.container.Exec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a program is run in a container. */
final class ProgramOptions {
  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "A name, or UID[:GID].")
  @Nullable String user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIRECTORY",
      description = "Where it starts.")
  @Nullable String directory;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "One more variable; without a value that of the environment.")
  List<String> variables = List.of();

  /** The variables that were given; null for one without a value. */
  Map<String, @Nullable String> environment(Map<String, String> own) {
    return Variables.of(variables, own);
  }

  /**
   * The command, run so.
   *
   * @param own variables, for those that are given without a value
   */
  Exec exec(List<String> command, boolean privileged, Map<String, String> own) {
    Exec exec = Exec.command(command);
    if (user != null) {
      exec = exec.user(user);
    }
    if (directory != null) {
      exec = exec.directory(directory);
    }
    if (privileged) {
      exec = exec.privileged();
    }
    for (Map.Entry<String, @Nullable String> one : environment(own).entrySet()) {
      String value = one.getValue();
      if (value != null) {
        exec = exec.environment(one.getKey(), value);
      }
    }
    return exec;
  }
}
