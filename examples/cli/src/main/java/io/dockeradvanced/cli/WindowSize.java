package io.dockeradvanced.cli;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.TerminalSize;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells when the window of the terminal gets another size. The system says so by SIGWINCH; where a
 * JVM hears no signals, the terminal is asked every second.
 */
final class WindowSize implements AutoCloseable {
  /** The first look is due at once. */
  private final Semaphore due = new Semaphore(1);

  private final Supplier<Optional<TerminalSize>> size;
  private final Consumer<TerminalSize> listener;
  private final Thread thread = new Thread(this::follow, "terminal-size");
  private Optional<TerminalSize> known;
  private boolean asks;

  WindowSize(
      Supplier<Optional<TerminalSize>> size,
      Optional<TerminalSize> known,
      Consumer<TerminalSize> listener) {
    this.size = size;
    this.known = known;
    this.listener = listener;
    thread.setDaemon(true);
  }

  /**
   * From now on the listener hears of each other size, by a thread of its own.
   *
   * @param known the size that was used until now
   */
  static WindowSize follow(Optional<TerminalSize> known, Consumer<TerminalSize> listener) {
    WindowSize window = new WindowSize(Terminal::size, known, listener);
    window.begin(!Signals.listen("WINCH", number -> window.changed()));
    return window;
  }

  /**
   * @param asks whether nobody says when it has changed
   */
  void begin(boolean asks) {
    this.asks = asks;
    thread.start();
  }

  /** It may be another one. */
  void changed() {
    due.release();
  }

  private void follow() {
    try {
      while (true) {
        if (!asks) {
          due.acquire();
        } else if (due.tryAcquire(1, TimeUnit.SECONDS)) {
          due.drainPermits();
        }
        look();
      }
    } catch (InterruptedException e) {
      // It was closed.
    }
  }

  private void look() {
    Optional<TerminalSize> now = size.get();
    if (now.isEmpty() || now.equals(known)) {
      return;
    }
    try {
      listener.accept(now.get());
      known = now;
    } catch (DockerAdvancedException e) {
      // Not worth a word in the middle of what the program shows; the next change tries again.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
