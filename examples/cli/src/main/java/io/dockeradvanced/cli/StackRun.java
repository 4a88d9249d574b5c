package io.dockeradvanced.cli;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.Handle;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.Stacks;
import io.dockeradvanced.stack.Task;
import io.dockeradvanced.stack.TaskPlan;
import java.time.Duration;
import java.util.List;
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
  /** Here -p publishes ports. */
  static final class Sources extends StackSources {
    @Option(names = "--project-name", paramLabel = "NAME", description = "Name of the stack.")
    @Nullable String name;

    @Override
    @Nullable String name() {
      return name;
    }
  }

  @ParentCommand StackCommand parent;

  @Mixin Sources sources = new Sources();

  @Mixin WaitTimeoutOption waiting = new WaitTimeoutOption();

  @Mixin TaskOptions task = new TaskOptions();

  @Mixin TerminalOptions terminal = new TerminalOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Leaves it running, and tells the name of its container.")
  boolean detached;

  @Option(names = "--rm", description = "Removes the container when it has ended.")
  boolean remove;

  @Option(names = "--no-deps", description = "Leaves alone what the service depends on.")
  boolean alone;

  @Mixin ImageFlags images = new ImageFlags();

  @Option(
      names = "--remove-orphans",
      description = "Removes containers of services that the file no longer has.")
  boolean removeOrphans;

  @Option(
      names = {"-q", "--quiet"},
      description = "Writes no progress.")
  boolean quiet;

  @Option(names = "--quiet-pull", description = "As -q.")
  boolean quietPull;

  @Option(names = "--quiet-build", description = "As -q.")
  boolean quietBuild;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "In place of the service's.")
  List<String> command = List.of();

  @Override
  public Integer call() {
    ComposeProject project = sources.source().enable(service).load();
    Foreground foreground = terminal.foreground(parent.main);
    Task chosen = foreground.with(task.of(service, project.environment()));
    chosen = remove ? chosen : chosen.keep();
    chosen = alone ? chosen.withoutDependencies() : chosen;
    Task whole = command.isEmpty() ? chosen : chosen.command(command);
    DeployOptions options =
        images
            .in(DeployOptions.defaults())
            .healthTimeout(Duration.ofSeconds(waiting.seconds))
            .removeOrphans(removeOrphans);
    return parent.main.globals.on(
        host -> {
          Stacks stacks = Stacks.on(host);
          parent.recover(stacks, project.name());
          boolean silent = quiet || quietPull || quietBuild;
          stacks
              .planPulls(project, whole, options)
              .ifPresent(pulls -> parent.run(host, pulls, silent));
          TaskPlan plan = stacks.planTask(project, whole, options.afterPulls(true));
          parent.run(host, plan.plan(), silent);
          if (detached) {
            return detach(stacks, plan);
          }
          try (Handle signals =
              parent.main.interruption.passing(number -> pass(host, plan.container(), number))) {
            return foreground.run(streams -> stacks.begin(plan, streams));
          }
        });
  }

  /** Ctrl-C, where no terminal takes it to the program itself. */
  private static boolean pass(DockerHost host, String container, int signal) {
    try {
      Containers.on(host).kill(container, Integer.toString(signal));
      return true;
    } catch (DockerAdvancedException e) {
      return false; // it does not run yet, or any more
    }
  }

  private int detach(Stacks stacks, TaskPlan plan) {
    stacks.startPlanned(plan);
    parent
        .out()
        .println(
            parent.main.globals.json()
                ? Data.of("container", plan.container()).toJson()
                : plan.container());
    return 0;
  }
}
