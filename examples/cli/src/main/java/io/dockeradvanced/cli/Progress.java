package io.dockeradvanced.cli;

import io.dockeradvanced.operation.OperationEvent;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Shows how far an operation is: a bar on a terminal, plain lines elsewhere. */
final class Progress implements Consumer<OperationEvent> {
  private static final int WIDTH = 30;

  private final PrintWriter out;
  private final boolean terminal;
  private final CountDownLatch finished = new CountDownLatch(1);

  Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static boolean onTerminal() {
    return System.console() != null && System.getenv("TERM") != null;
  }

  @Override
  public void accept(OperationEvent event) {
    String line = describe(event);
    if (!line.isEmpty()) {
      if (terminal) {
        out.printf("\r\u001b[K%s %s", bar(event.progress()), line);
      } else {
        out.printf("%3.0f %%  %s%n", 100 * event.progress(), line);
      }
      out.flush();
    }
    if (event instanceof OperationEvent.Finished) {
      if (terminal) {
        out.printf("\r\u001b[K");
        out.flush();
      }
      finished.countDown();
    }
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
    } else if (event instanceof OperationEvent.Warned warned) {
      return "warning: " + warned.message();
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
