package io.dockeradvanced.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --wait-timeout}, of every command that waits until containers are well. */
final class WaitTimeoutOption {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  int seconds;

  @Option(
      names = "--wait-timeout",
      paramLabel = "S",
      defaultValue = "300",
      description = "Seconds a container may take to become healthy; 300 by default.")
  void seconds(int given) {
    if (given < 1) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--wait-timeout is " + given + "; give at least 1 second");
    }
    seconds = given;
  }
}
