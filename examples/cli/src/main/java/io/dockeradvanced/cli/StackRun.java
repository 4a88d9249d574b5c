package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.Stacks;
import io.dockeradvanced.stack.Task;
import io.dockeradvanced.stack.TaskPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code da stack run}: its exit code is that of the command. */
@Command(
    name = "run",
    description =
        "Runs a command once in a container of its own; its exit code is that of the command.",
    mixinStandardHelpOptions = true)
final class StackRun implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Mixin StackFiles files;

  @Mixin TimeoutOption timeout = new TimeoutOption();

  @Option(names = "--rm", description = "Removes the container when it has ended.")
  boolean remove;

  @Option(names = "--no-deps", description = "Leaves alone what the service depends on.")
  boolean alone;

  @Option(
      names = "--entrypoint",
      paramLabel = "PROGRAM",
      description = "In place of the service's.")
  @Nullable String entrypoint;

  @Mixin ProgramOptions program = new ProgramOptions();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME[=VALUE]",
      description = "One more label.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--name", paramLabel = "NAME", description = "The name of the container.")
  @Nullable String name;

  @Option(
      names = {"-P", "--service-ports"},
      description = "Publishes the ports of the service.")
  boolean ports;

  @Option(names = "--use-aliases", description = "Answers to the names of the service.")
  boolean aliases;

  @Mixin TerminalOptions terminal = new TerminalOptions();

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "In place of the service's; after -- when it looks like an option.")
  List<String> command = List.of();

  @Override
  public Integer call() {
    ComposeProject project = files.source().load();
    Foreground foreground = terminal.foreground(parent.main);
    Task task = foreground.with(task(project.environment()));
    DeployOptions options =
        DeployOptions.defaults().healthTimeout(Duration.ofSeconds(timeout.seconds));
    return parent.main.globals.on(
        host -> {
          Stacks stacks = Stacks.on(host);
          parent.recover(stacks, project.name());
          TaskPlan plan = stacks.planTask(project, task, options);
          parent.run(host, plan.plan());
          return foreground.run(streams -> stacks.begin(plan, streams));
        });
  }

  private Task task(Map<String, String> own) {
    Task task = Task.of(service);
    task = remove ? task : task.keep();
    task = alone ? task.withoutDependencies() : task;
    task = ports ? task.servicePorts() : task;
    task = aliases ? task.aliases() : task;
    task = entrypoint == null ? task : task.entrypoint(entrypoint);
    task = program.user == null ? task : task.user(program.user);
    task = program.directory == null ? task : task.directory(program.directory);
    task = name == null ? task : task.name(name);
    task = command.isEmpty() ? task : task.command(command);
    for (Map.Entry<String, @Nullable String> one : program.environment(own).entrySet()) {
      String value = one.getValue();
      if (value != null) {
        task = task.environment(one.getKey(), value);
      }
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      task = task.label(label.getKey(), label.getValue());
    }
    return task;
  }
}
