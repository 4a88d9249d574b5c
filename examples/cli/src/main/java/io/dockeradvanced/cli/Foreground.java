package io.dockeradvanced.cli;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.container.RunningCommand;
import io.dockeradvanced.container.TerminalSize;
import io.dockeradvanced.stack.Task;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A program in a container with the streams of this process, and with this terminal when it is to
 * have one: its size, also when that changes, and every key. Made before anything on the server is
 * changed for the program, so that what it needs is there.
 */
final class Foreground {
  private final Main main;
  private final boolean input;
  private final boolean terminal;
  private final Optional<TerminalSize> size;
  private final @Nullable RawTerminal raw;

  /**
   * @param input whether it reads standard input
   * @param terminal whether it has a terminal
   */
  Foreground(Main main, CommandSpec spec, boolean input, boolean terminal) {
    if (terminal && input && !Terminal.isTerminal(0)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "the program cannot have a terminal, for standard input is none; leave -t out");
    }
    this.main = main;
    this.input = input;
    this.terminal = terminal;
    try {
      this.raw = terminal && input ? RawTerminal.of(spec.commandLine().getErr()) : null;
    } catch (IOException e) {
      throw unusable(e);
    }
    this.size = terminal && Terminal.isTerminal(1) ? Terminal.size() : Optional.empty();
  }

  private static DockerAdvancedException unusable(IOException e) {
    return new DockerAdvancedException(
        "the program cannot have this terminal: %s; run it without one".formatted(e.getMessage()),
        e);
  }

  /** The command, with a terminal like this one. */
  Exec with(Exec exec) {
    return terminal ? size.map(exec::terminal).orElseGet(exec::terminal) : exec;
  }

  /** The task, with a terminal like this one. */
  Task with(Task task) {
    Task reading = input ? task.input() : task;
    return terminal ? size.map(reading::terminal).orElseGet(reading::terminal) : reading;
  }

  /** Begins it with the streams, and answers its exit code when it has ended. */
  int run(Function<ExecStreams, RunningCommand> begin) {
    ExecStreams streams = ExecStreams.to(main.output, System.err);
    // In this order: what is closed last is the terminal, when nothing more is shown.
    try (RawTerminal own = raw;
        RunningCommand running = begin.apply(input ? streams.input(System.in) : streams);
        WindowSize window = size.isEmpty() ? null : WindowSize.follow(size, running::resize)) {
      if (own != null) {
        own.begin();
      }
      return running.await();
    } catch (IOException e) {
      throw unusable(e);
    }
  }
}
