package io.dockeradvanced.cli;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Handle;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and kill. While something is being changed, the first one asks for the undo, and the
 * command goes on to its usual end and exit code; the second one ends the process where it stands,
 * for {@code da recover} to go on with. While a program of somebody else runs in the foreground the
 * first one is for that. Else the first one ends the process, as if nobody listened.
 */
final class Interruption {
  /** What ends the process; a test looks instead. */
  interface Exits {
    /** Ends it in order. */
    void exit(int status);

    /** Ends it at once. */
    void halt(int status);
  }

  private static final String AGAIN = " - press Ctrl-C again or kill to leave it to 'da recover'";

  private final PrintWriter err;
  private final Exits exits;
  private @Nullable Change change; // guarded by this
  private @Nullable IntPredicate passing; // guarded by this
  private boolean asked; // guarded by this: for the undo
  private boolean ending; // guarded by this

  Interruption(PrintWriter err, Exits exits) {
    this.err = err;
    this.exits = exits;
  }

  /** One that hears of no signal. */
  static Interruption deaf() {
    return new Interruption(new PrintWriter(System.err, true), new ProcessExits());
  }

  /** That of this process: listens to SIGINT and SIGTERM from now on. */
  static Interruption ofProcess(PrintWriter err) {
    Interruption interruption = new Interruption(err, new ProcessExits());
    // Handlers and not a shutdown hook: a JVM that has begun to shut down hears no second signal,
    // and can choose its exit code only by cutting its other hooks short.
    Signals.listen("INT", interruption::signal);
    Signals.listen("TERM", interruption::signal);
    return interruption;
  }

  /** Somebody sent a signal of this number. */
  void signal(int number) {
    IntPredicate other;
    synchronized (this) {
      other = passing;
      passing = null;
    }
    if (other != null && other.test(number)) {
      return;
    }
    Change undo = null;
    boolean again;
    synchronized (this) {
      again = ending || change != null;
      if (!ending && !asked && change != null) {
        asked = true;
        undo = change;
      } else {
        ending = true;
      }
    }
    if (undo != null) {
      // The undo first: a terminal that takes no more text must not hold it up.
      undo.cancel();
      err.println((Terminal.attached() ? Progress.CLEAR : "") + undo.words() + AGAIN);
      return;
    }
    // As a shell reports a process that a signal ended.
    int status = 128 + number;
    if (again) {
      exits.halt(status);
    } else {
      exits.exit(status);
    }
  }

  /**
   * Something is about to be changed; until that is closed, a signal asks for its undo.
   *
   * @throws Cancelled when a signal came before
   */
  synchronized Change begin() {
    while (ending) {
      // The process goes away: nothing may begin that it would leave half done.
      try {
        wait();
      } catch (InterruptedException e) {
        continue;
      }
    }
    if (asked) {
      throw new Cancelled("interrupted; nothing more was begun", null);
    }
    Change begun = new Change();
    change = begun;
    return begun;
  }

  /**
   * Lets others' operations be finished or undone by the calling thread; a signal interrupts it.
   *
   * @throws Cancelled when it was interrupted in the middle of one
   */
  <T> T recovering(Supplier<T> recovery) {
    try (Change begun = begin()) {
      Thread caller = Thread.currentThread();
      begun.cancelBy(caller::interrupt, () -> false);
      return recovery.get();
    } finally {
      // It has done its work; what is closed next must not meet it.
      Thread.interrupted();
    }
  }

  /**
   * Until that is closed, the first signal is for somebody else.
   *
   * @param to is told its number, and answers whether it was passed on
   */
  synchronized Handle passing(IntPredicate to) {
    passing = to;
    return () -> {
      synchronized (this) {
        passing = null;
      }
    };
  }

  /** Something that is being changed. */
  final class Change implements AutoCloseable {
    private @Nullable Runnable cancel;
    private BooleanSupplier tooLate = () -> false;

    private Change() {}

    /**
     * Says how it is undone; done at once when a signal was there first.
     *
     * @param tooLate whether it can only be finished any more
     */
    void cancelBy(Runnable cancel, BooleanSupplier tooLate) {
      synchronized (Interruption.this) {
        this.cancel = cancel;
        this.tooLate = tooLate;
        if (asked) {
          cancel.run();
        }
      }
    }

    private void cancel() {
      synchronized (Interruption.this) {
        // One that has been closed meanwhile is over, and its thread does something else.
        if (cancel != null && change == this) {
          cancel.run();
        }
      }
    }

    private String words() {
      synchronized (Interruption.this) {
        return tooLate.getAsBoolean()
            ? "interrupted; too late to undo, so it is finished"
            : "interrupted; undoing what was done";
      }
    }

    /** It has ended. */
    @Override
    public void close() {
      synchronized (Interruption.this) {
        change = null;
      }
    }
  }

  private static final class ProcessExits implements Exits {
    @Override
    public void exit(int status) {
      System.exit(status);
    }

    @Override
    public void halt(int status) {
      Runtime.getRuntime().halt(status);
    }
  }
}
