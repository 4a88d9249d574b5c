package io.dockeradvanced.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process in raw mode: every key goes to the program in the container, Ctrl-C
 * among them. It is as it was again when this is closed, and when the process ends in any way but
 * {@code kill -9}.
 */
final class RawTerminal implements AutoCloseable {
  private static final String[] RAW = {"raw", "-echo", "-echonl", "-iexten"};

  private final PrintWriter err;
  private final String before;
  private final Thread atExit = new Thread(this::restore, "terminal-restore");
  private boolean raw; // guarded by this

  private RawTerminal(PrintWriter err, String before) {
    this.err = err;
    this.before = before;
  }

  /**
   * Looks how the terminal is, and changes nothing yet.
   *
   * @throws IOException when there is no {@code stty}
   */
  static RawTerminal of(PrintWriter err) throws IOException {
    return new RawTerminal(err, Terminal.stty("-g"));
  }

  /** From now on it is raw. */
  synchronized void begin() throws IOException {
    Runtime.getRuntime().addShutdownHook(atExit);
    raw = true;
    Terminal.stty(RAW);
  }

  private synchronized void restore() {
    if (!raw) {
      return;
    }
    raw = false;
    // What is said about an interrupt that came meanwhile must not keep it from being restored.
    boolean interrupted = Thread.interrupted();
    @Nullable IOException problem = null;
    try {
      Terminal.stty(before);
    } catch (IOException e) {
      problem = e;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (problem != null) {
      err.println(
          "warning: the terminal could not be restored: %s; type reset"
              .formatted(problem.getMessage()));
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process ends already.
    }
  }
}
