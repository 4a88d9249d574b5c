package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackName;
import io.dockeradvanced.compose.StackSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which files a stack is made of, as those of {@code docker compose}. */
abstract class StackSources {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Compose file; several are laid over each other. - is standard input.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables, in place of the .env beside the Compose file.")
  List<Path> envFiles = new ArrayList<>();

  @Option(names = "--profile", paramLabel = "P", description = "Switches a profile on.")
  List<String> profiles = new ArrayList<>();

  /** The name of the stack that was given, or null. */
  abstract @Nullable String name();

  /** More variables than those of the environment; null for what that has. */
  Map<String, @Nullable String> variables() {
    return Map.of();
  }

  final StackSource source() {
    StackSource source =
        files.isEmpty() ? StackSource.discover(Path.of("")) : StackSource.files(files);
    Map<String, String> environment = Surroundings.variables();
    source = source.standardInput(System.in).processEnvironment(environment);
    String given = name();
    if (given != null) {
      source = source.name(given);
    }
    for (Path file : envFiles) {
      source = source.envFile(file);
    }
    for (String profile : profiles) {
      source = source.profile(profile);
    }
    for (Map.Entry<String, @Nullable String> variable : variables().entrySet()) {
      String variableName = variable.getKey();
      String value =
          variable.getValue() == null ? environment.get(variableName) : variable.getValue();
      if (value != null) {
        source = source.variable(variableName, value);
      }
    }
    return source;
  }

  /** The name of the stack a command means: given, or that of the file. */
  final String stack(@Nullable String argument) {
    String given = given(argument);
    return given != null && (argument != null || files.isEmpty())
        ? StackName.check(given)
        : source().withoutServiceFiles().load().name();
  }

  /**
   * The file of the stack that a command means which deploys nothing; empty when only its name is
   * given.
   *
   * @param services those that are named
   * @param starts whether it starts services: their {@code pre_start} has their environment
   */
  final Optional<ComposeProject> project(
      @Nullable String argument, List<String> services, boolean starts) {
    String given = given(argument);
    if (given != null && files.isEmpty()) {
      return Optional.empty();
    }
    StackSource source = (given == null ? source() : source().name(given)).enable(services);
    ComposeProject project = source.withoutServiceFiles().load();
    boolean hooked =
        starts && project.services().values().stream().anyMatch(s -> !s.preStart().isEmpty());
    return Optional.of(hooked ? source.load() : project);
  }

  private @Nullable String given(@Nullable String argument) {
    String name = name();
    if (argument != null && name != null && !argument.equals(name)) {
      throw new InvalidSpec(
          "-p", 0, 0, "it names another stack than the argument does; give one of them");
    }
    return argument != null ? argument : name;
  }
}
