package io.dockeradvanced.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a program gets a terminal, as Docker Compose has it: where this process has one. */
final class TerminalOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = {"-T", "--no-tty", "--no-TTY"},
      description = "No terminal; by default there is one when input and output are one.")
  boolean none;

  @Option(
      names = {"-t", "--tty"},
      description = "A terminal, or a refusal.")
  boolean asked;

  @Option(
      names = {"-i", "--interactive"},
      arity = "0..1",
      paramLabel = "true|false",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether the program reads standard input; it does by default.")
  boolean input;

  Foreground foreground(Main main) {
    if (asked && none) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "-t and -T exclude each other; give one of them");
    }
    boolean here = Terminal.isTerminal(1) && (!input || Terminal.isTerminal(0));
    return new Foreground(main, command, input, asked || !none && here);
  }
}
