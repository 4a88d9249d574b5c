package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.StackSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a stack's files, as those of {@code docker compose}. */
final class StackOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Compose file; several are laid over each other. - is standard input.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = {"-p", "--project-name"},
      paramLabel = "NAME",
      description = "Name of the stack.")
  @Nullable String name;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables, in place of the .env beside the Compose file.")
  List<Path> envFiles = new ArrayList<>();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      mapFallbackValue = Option.NULL_VALUE,
      description = "A variable for the file's $${…}; K alone takes it from this environment.")
  Map<String, @Nullable String> variables = new LinkedHashMap<>();

  @Option(names = "--profile", paramLabel = "P", description = "Switches a profile on.")
  List<String> profiles = new ArrayList<>();

  boolean hasFiles() {
    return !files.isEmpty();
  }

  StackSource source() {
    StackSource source =
        files.isEmpty() ? StackSource.discover(Path.of("")) : StackSource.files(files);
    source = source.standardInput(System.in);
    if (name != null) {
      source = source.name(name);
    }
    for (Path file : envFiles) {
      source = source.envFile(file);
    }
    for (String profile : profiles) {
      source = source.profile(profile);
    }
    for (Map.Entry<String, @Nullable String> variable : variables.entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue() == null ? System.getenv(name) : variable.getValue();
      if (value != null) {
        source = source.variable(name, value);
      }
    }
    return source;
  }

  /** The name of the stack a command means: given, or that of the file. */
  String stack(@Nullable String argument) {
    if (argument != null) {
      if (!argument.matches("[a-z0-9][a-z0-9_-]*")) {
        throw new InvalidSpec(
            argument, 0, 0, "not the name of a stack: those are made of a-z, 0-9, _ and -");
      }
      return argument;
    }
    return name != null && files.isEmpty() ? name : source().load().name();
  }
}
