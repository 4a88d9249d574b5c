package io.dockeradvanced.cli;

import io.dockeradvanced.compose.EnvironmentFile;
import io.dockeradvanced.stack.Task;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a task has otherwise than its service; the names of {@code docker compose run}. */
final class TaskOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Mixin ProgramOptions program = new ProgramOptions();

  @Option(
      names = "--env-from-file",
      paramLabel = "FILE",
      description = "More variables; those of -e win.")
  List<Path> environmentFiles = List.of();

  @Option(
      names = "--entrypoint",
      paramLabel = "PROGRAM",
      description = "In place of the service's; empty for none.")
  @Nullable String entrypoint;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=VALUE",
      description = "One more label.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--name", paramLabel = "NAME", description = "The name of the container.")
  @Nullable String name;

  @Option(
      names = {"-p", "--publish"},
      paramLabel = "PORT",
      description = "Publishes a port, such as 8080:80; none of the service's are then.")
  List<String> published = List.of();

  @Option(
      names = {"-P", "--service-ports"},
      description = "Publishes the ports of the service.")
  boolean servicePorts;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "SOURCE:TARGET",
      description = "Mounts one more directory or volume, such as ./site:/site:ro.")
  List<String> volumes = List.of();

  @Option(names = "--cap-add", paramLabel = "NAME", description = "One more capability.")
  List<String> added = List.of();

  @Option(names = "--cap-drop", paramLabel = "NAME", description = "One capability less.")
  List<String> dropped = List.of();

  @Option(names = "--use-aliases", description = "Answers to the names of the service.")
  boolean aliases;

  /**
   * The service with all of it.
   *
   * @param own variables, for those that are given without a value
   */
  Task of(String service, Map<String, String> own) {
    if (servicePorts && !published.isEmpty()) {
      throw usage("-P and -p exclude each other; give one of them");
    }
    Task task = Task.of(service);
    for (String port : published) {
      if (port.chars().noneMatch(Character::isDigit)) {
        throw usage(
            "-p publishes a port here, which '%s' is not; the stack is named by --project-name"
                .formatted(port));
      }
      task = task.publish(port);
    }
    for (String volume : volumes) {
      task = task.volume(volume);
    }
    for (String capability : added) {
      task = task.addCapability(capability);
    }
    for (String capability : dropped) {
      task = task.dropCapability(capability);
    }
    for (Map.Entry<String, String> variable : environment(own).entrySet()) {
      task = task.environment(variable.getKey(), variable.getValue());
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      task = task.label(label.getKey(), label.getValue());
    }
    task = servicePorts ? task.servicePorts() : task;
    task = aliases ? task.aliases() : task;
    task = entrypoint == null ? task : entrypoint(task, entrypoint);
    task = program.user == null ? task : task.user(program.user);
    task = program.directory == null ? task : task.directory(program.directory);
    return name == null ? task : task.name(name);
  }

  private Task entrypoint(Task task, String line) {
    try {
      return task.entrypoint(line);
    } catch (IllegalArgumentException e) {
      throw usage("--entrypoint cannot be split into words: " + e.getMessage());
    }
  }

  /** Those with a value; the first that gives one wins. */
  private Map<String, String> environment(Map<String, String> own) {
    Map<String, String> variables = new LinkedHashMap<>();
    program
        .environment(own)
        .forEach(
            (variable, value) -> {
              if (value != null) {
                variables.put(variable, value);
              }
            });
    for (Path file : environmentFiles) {
      EnvironmentFile.read(file, variables).forEach(variables::putIfAbsent);
    }
    return variables;
  }

  private CommandLine.ParameterException usage(String sentence) {
    return new CommandLine.ParameterException(command.commandLine(), sentence);
  }
}
