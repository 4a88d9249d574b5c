package io.dockeradvanced.cli;

import io.dockeradvanced.operation.OperationEvent;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Shows how far an operation is: a bar on a terminal, plain lines elsewhere. Warnings are shown
 * even when nobody wants to see the progress.
 */
final class Progress implements Consumer<OperationEvent> {
  /** Begins the line of a terminal anew. */
  static final String CLEAR = "\r\u001b[K";

  private static final int WIDTH = 30;

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean quiet;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean committed;

  /**
   * @param quiet whether only warnings are shown
   */
  Progress(PrintWriter out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal && !quiet;
    this.quiet = quiet;
  }

  static boolean onTerminal() {
    return System.console() != null && System.getenv("TERM") != null;
  }

  @Override
  public void accept(OperationEvent event) {
    if (event instanceof OperationEvent.Warned warned) {
      // A line of its own, which the bar does not overwrite.
      out.println((terminal ? CLEAR : "") + "warning: " + warned.message());
    } else if (!quiet) {
      show(event);
    }
    if (event instanceof OperationEvent.Committed) {
      committed = true;
    }
    if (event instanceof OperationEvent.Finished) {
      finished.countDown();
    }
  }

  private void show(OperationEvent event) {
    String line = describe(event);
    if (!line.isEmpty()) {
      if (terminal) {
        out.printf("%s%s %s", CLEAR, bar(event.progress()), line);
      } else {
        out.printf("%3.0f %%  %s%n", 100 * event.progress(), line);
      }
    } else if (terminal && event instanceof OperationEvent.Finished) {
      out.print(CLEAR);
    }
    out.flush();
  }

  /** Whether the operation is beyond the point up to which it can be undone. */
  boolean committed() {
    return committed;
  }

  /** Waits until the last event was shown, so that lines do not mix. */
  void await() {
    try {
      finished.await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String bar(double progress) {
    int full = (int) Math.round(progress * WIDTH);
    return "[%s%s] %3.0f %%".formatted("#".repeat(full), ".".repeat(WIDTH - full), 100 * progress);
  }

  private static String describe(OperationEvent event) {
    if (event instanceof OperationEvent.Started started) {
      return started.title() + (started.resumed() ? " (resumed)" : "");
    } else if (event instanceof OperationEvent.StepDone done) {
      return done.step().target() + ": " + done.step().action();
    } else if (event instanceof OperationEvent.StepFailed failed) {
      return failed.step().target() + " failed: " + failed.reason();
    } else if (event instanceof OperationEvent.Undoing undoing) {
      return "undoing: " + undoing.reason();
    } else if (event instanceof OperationEvent.StepUndone undone) {
      return undone.step().target() + ": undone";
    } else if (event instanceof OperationEvent.UndoFailed failed) {
      return failed.step().target() + " could not be undone: " + failed.reason();
    } else if (event instanceof OperationEvent.Gap gap) {
      return "(" + gap.missed() + " events missed)";
    }
    return "";
  }
}
