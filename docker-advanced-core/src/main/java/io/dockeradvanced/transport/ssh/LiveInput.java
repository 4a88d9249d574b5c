package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.internal.BlockInput;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What comes from a server, with a watch on whether it lives: before the login there is a deadline,
 * afterwards a quiet server is asked for a sign of life.
 *
 * <p>Any byte is a sign of life. SSHJ's own keep-alive counts answers only and writes by itself, so
 * it waits in vain behind a writer that a frozen server does not let go on.
 */
final class LiveInput extends BlockInput {
  /** Far away, yet comparable with {@link System#nanoTime}. */
  private static final long FOR_EVER = Long.MAX_VALUE / 2;

  private final ByteSource source;
  private final long interval;
  private final int count;
  private final Runnable ask;
  private final Consumer<IOException> onEnd;
  private final byte[] buffer = new byte[64 * 1024];
  private int at;
  private int end;
  private volatile long deadline;
  private volatile boolean loggedIn;

  /**
   * @param ask sends a question; must not block
   * @param onEnd is told why nothing more comes, before the reader is
   */
  LiveInput(
      ByteSource source,
      SshSettings settings,
      long deadline,
      Runnable ask,
      Consumer<IOException> onEnd) {
    this.source = source;
    this.interval = settings.aliveInterval().toNanos();
    this.count = settings.aliveCount();
    this.deadline = deadline;
    this.ask = ask;
    this.onEnd = onEnd;
  }

  /** Sets another end to the time for logging in. */
  void deadline(long nanoTime) {
    deadline = nanoTime;
  }

  /** The server has all the time, as it waits for us: until another end is set. */
  void suspendDeadline() {
    deadline = System.nanoTime() + FOR_EVER;
  }

  /** From now on the server may be quiet, as long as it answers when asked. */
  void loggedIn() {
    loggedIn = true;
  }

  @Override
  public int read(byte[] into, int offset, int wanted) throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    int n = Math.min(wanted, end - at);
    System.arraycopy(buffer, at, into, offset, n);
    at += n;
    return n;
  }

  private boolean fill() throws IOException {
    int unanswered = 0;
    while (true) {
      long wait =
          loggedIn ? interval : Math.max(1, Math.min(interval, deadline - System.nanoTime()));
      int n;
      try {
        n = source.read(buffer, 0, buffer.length, wait);
      } catch (IOException e) {
        throw ended(e);
      }
      if (n > 0) {
        at = 0;
        end = n;
        return true;
      }
      if (n < 0) {
        ended(new IOException("the server ended the SSH connection"));
        return false;
      }
      if (loggedIn) {
        if (++unanswered > count) {
          throw ended(
              new IOException(
                  "no sign of life from the server for %d ms"
                      .formatted(Duration.ofNanos(interval).multipliedBy(count + 1L).toMillis())));
        }
        ask.run();
      } else if (deadline - System.nanoTime() <= 0) {
        throw ended(new IOException("the server did not finish the login in time"));
      }
    }
  }

  private IOException ended(IOException why) {
    onEnd.accept(why);
    return why;
  }
}
