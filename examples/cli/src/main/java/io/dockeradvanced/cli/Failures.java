package io.dockeradvanced.cli;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Turns what was thrown into words and an exit code. */
final class Failures {
  static final int FAILED = 1;
  static final int INVALID = 2;
  static final int ROLLED_BACK = 3;

  private static final int LONGEST = 300;

  private Failures() {}

  static int usage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    command
        .getErr()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
    return INVALID;
  }

  static int handle(Exception e, CommandLine command, ParseResult result) {
    return tell(e, command.getErr());
  }

  /** Says in words what was thrown, and answers the exit code. */
  static int tell(Throwable thrown, PrintWriter err) {
    return tell(thrown, err, !System.getenv().getOrDefault("DA_TRACE", "").isEmpty());
  }

  static int tell(Throwable thrown, PrintWriter err, boolean trace) {
    // picocli wraps what is no Exception.
    Throwable e =
        thrown instanceof CommandLine.ExecutionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    int status = status(e);
    err.println(e instanceof DockerAdvancedException ? words(e) : unexpected(e));
    if (trace) {
      e.printStackTrace(err);
    }
    return status;
  }

  private static int status(Throwable e) {
    if (e instanceof InvalidSpec) {
      return INVALID;
    }
    return interrupted(e) instanceof OperationFailed failed
            && failed.outcome() == Outcome.ROLLED_BACK
        ? ROLLED_BACK
        : FAILED;
  }

  private static @Nullable String words(Throwable e) {
    Throwable problem = interrupted(e);
    return (problem instanceof OperationFailed ? problem : e).getMessage();
  }

  /** Who was interrupted wants to know how things stand now, not which thread waited for it. */
  private static Throwable interrupted(Throwable e) {
    return e instanceof Cancelled && e.getCause() != null ? e.getCause() : e;
  }

  /** One sentence for what nobody thought of. */
  private static String unexpected(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "the memory is not enough (%s); give more of it, such as DA_JAVA_OPTS=-Xmx1g"
          .formatted(line(e.getMessage()));
    }
    String message = line(e.getMessage());
    return "this is a bug of da: %s%s; set DA_TRACE=1 for the stack trace"
        .formatted(e.getClass().getSimpleName(), message.isEmpty() ? "" : ": " + message);
  }

  private static String line(@Nullable String message) {
    String line = message == null ? "" : message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
