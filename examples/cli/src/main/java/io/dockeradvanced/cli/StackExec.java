package io.dockeradvanced.cli;

import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.stack.StackStatus;
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
      description = "The number of the container; the first one by default.")
  int index;

  @Mixin ProgramOptions program = new ProgramOptions();

  @Option(names = "--privileged", description = "With all capabilities.")
  boolean privileged;

  @Option(
      names = {"-T", "--no-tty"},
      description = "Has no effect: the command gets no terminal anyway.")
  boolean noTerminal;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after -- when they look like options.")
  List<String> command = List.of();

  @Override
  public Integer call() {
    String stack = files.stack(null);
    Exec exec = program.exec(command, privileged, parent.main.globals.environment);
    return parent.main.globals.on(
        host -> {
          StackStatus.Replica replica = new StackServices(host, stack).replica(service, index);
          ExecStreams streams = ExecStreams.to(parent.main.output, System.err).input(System.in);
          return Containers.on(host).exec(replica.id(), exec, streams);
        });
  }
}
