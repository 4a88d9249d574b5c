package io.dockeradvanced.cli;

import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Exec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code da stack exec}: its exit code is that of the command. */
@Command(
    name = "exec",
    description =
        "Runs a command in a container of a service; its exit code is that of the command.",
    mixinStandardHelpOptions = true)
final class StackExec implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Mixin StackFiles files;

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "The number of the container; the first one that runs by default.")
  int index;

  @Mixin ProgramOptions program = new ProgramOptions();

  @Option(names = "--privileged", description = "With all capabilities.")
  boolean privileged;

  @Mixin TerminalOptions terminal = new TerminalOptions();

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments.")
  List<String> command = List.of();

  @Override
  public Integer call() {
    String stack = files.stack(null);
    Exec exec = program.exec(command, privileged, parent.main.globals.environment);
    Foreground foreground = terminal.foreground(parent.main);
    return parent.main.globals.on(
        host -> {
          String container = StackServices.running(host, stack, service, index).id();
          return foreground.run(
              streams -> Containers.on(host).begin(container, foreground.with(exec), streams));
        });
  }
}
