package io.dockeradvanced.cli;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns what was thrown into words and an exit code. */
final class Failures {
  static final int FAILED = 1;
  static final int INVALID = 2;
  static final int ROLLED_BACK = 3;

  private Failures() {}

  static int usage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    command
        .getErr()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
    return INVALID;
  }

  static int handle(Exception e, CommandLine command, ParseResult result) throws Exception {
    if (e instanceof InvalidSpec) {
      command.getErr().println(e.getMessage());
      return INVALID;
    }
    // Who was interrupted wants to know how things stand now, not which thread waited for it.
    Throwable problem = e instanceof Cancelled && e.getCause() != null ? e.getCause() : e;
    if (problem instanceof OperationFailed failed) {
      command.getErr().println(failed.getMessage());
      return failed.outcome() == Outcome.ROLLED_BACK ? ROLLED_BACK : FAILED;
    }
    if (e instanceof DockerAdvancedException) {
      command.getErr().println(e.getMessage());
      return FAILED;
    }
    throw e;
  }
}
