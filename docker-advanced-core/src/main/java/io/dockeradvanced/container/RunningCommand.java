package io.dockeradvanced.container;

import io.dockeradvanced.Handle;

/**
 * A command in a container, or the container of a task, that was begun. Closing it lets go of its
 * streams; the command itself goes on.
 *
 * <pre>{@code
 * Exec shell = Exec.command("sh").terminal(new TerminalSize(40, 120));
 * try (RunningCommand running = containers.begin("shop-db-1", shell, streams)) {
 *   window.onResize((rows, columns) -> running.resize(new TerminalSize(rows, columns)));
 *   int code = running.await();
 * }
 * }</pre>
 */
public interface RunningCommand extends Handle {
  /**
   * Hands on what it prints until it has ended, by the calling thread, and answers its exit code.
   * Called once.
   *
   * @throws io.dockeradvanced.TimedOut when it does not end in the time it has
   */
  int await();

  /**
   * Gives its terminal another size, from any thread; the program is told by {@code SIGWINCH}.
   * Nothing happens when it has ended.
   */
  void resize(TerminalSize size);
}
