package io.dockeradvanced.cli;

import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.container.ExecResult;
import io.dockeradvanced.operation.Data;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da container exec}: its exit code is that of the command. */
@Command(
    name = "exec",
    description = "Runs a command in a container; its exit code is that of the command.",
    mixinStandardHelpOptions = true)
final class ContainerExec implements Callable<Integer> {
  @ParentCommand ContainerCommand parent;

  @Spec CommandSpec spec;

  @Option(
      names = {"-i", "--interactive"},
      description = "The command reads standard input.")
  boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "The command has a terminal; with -i this one.")
  boolean terminal;

  @Mixin ProgramOptions program = new ProgramOptions();

  @Option(names = "--privileged", description = "With all capabilities.")
  boolean privileged;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "A name or id.")
  String container = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments.")
  List<String> command = List.of();

  @Override
  public Integer call() {
    Exec exec = program.exec(command, privileged, parent.main.globals.environment);
    Foreground foreground = new Foreground(parent.main, spec, interactive, terminal);
    return parent.main.globals.on(
        host -> {
          Containers containers = Containers.on(host);
          if (parent.main.globals.json() && !interactive && !terminal) {
            ExecResult result = containers.exec(container, exec);
            Data data =
                Data.of("exitCode", result.exitCode())
                    .with("out", result.text())
                    .with("err", result.errorText());
            spec.commandLine().getOut().println(data.toJson());
            return result.exitCode();
          }
          return foreground.run(
              streams -> containers.begin(container, foreground.with(exec), streams));
        });
  }
}
