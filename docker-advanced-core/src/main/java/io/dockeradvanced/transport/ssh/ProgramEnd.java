package io.dockeradvanced.transport.ssh;

import org.jspecify.annotations.Nullable;

/**
 * What is known of how a program on a channel ended. Guarded by the lock of its {@link SshChannel}.
 */
final class ProgramEnd {
  private static final int MOST = 4096;
  private static final int BY_SIGNAL = 255;

  private final StringBuilder text = new StringBuilder();
  private @Nullable Integer status;

  /** How much of its error output is still wanted: the beginning is enough for a message. */
  int room() {
    return Math.max(0, MOST - text.length());
  }

  void said(String more) {
    text.append(more);
  }

  void ended(int with) {
    status = with;
  }

  void endedBySignal(String signal) {
    status = BY_SIGNAL;
    text.append(" (ended by signal ").append(signal).append(')');
  }

  boolean isKnown() {
    return status != null;
  }

  /** In words; null when nothing is known. */
  @Nullable String words() {
    String said = ServerText.of(text.toString());
    return status == null
        ? (said.isEmpty() ? null : said)
        : "it ended with %d%s".formatted(status, said.isEmpty() ? "" : ": " + said);
  }
}
