package io.dockeradvanced.cli;

import io.dockeradvanced.operation.OperationEvent;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

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
  private final IntSupplier width;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean committed;

  /**
   * @param quiet whether only warnings are shown
   * @param width the columns of the terminal
   */
  Progress(PrintWriter out, boolean terminal, boolean quiet, IntSupplier width) {
    this.out = out;
    this.width = width;
    this.terminal = terminal && !quiet;
    this.quiet = quiet;
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
        // The last column stays free: a terminal may begin a new line when it is written.
        out.print(CLEAR + cut(bar(event.progress()) + " " + line, width.getAsInt() - 1));
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

  /** As much as fits into one line, which alone {@link #CLEAR} clears. */
  static String cut(String text, int columns) {
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int character : text.codePoints().toArray()) {
      // Letters of Hangul and all that follow may be twice as wide; some are not, which is no harm.
      used += character < 0x1100 ? 1 : 2;
      if (used > columns) {
        break;
      }
      cut.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
    }
    return cut.toString();
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
      return "%s: %s, undone".formatted(undone.step().target(), undone.step().action());
    } else if (event instanceof OperationEvent.UndoFailed failed) {
      return failed.step().target() + " could not be undone: " + failed.reason();
    } else if (event instanceof OperationEvent.Gap gap) {
      return "(" + gap.missed() + " events missed)";
    }
    return "";
  }
}
