package io.dockeradvanced.transport.ssh;

import org.jspecify.annotations.Nullable;

/** What a server said, fit for a message: anybody may be behind an address. */
final class ServerText {
  private static final int MAX = 300;

  private ServerText() {}

  /** One line without control characters, which a terminal or a log would obey. */
  static String of(String said) {
    String line = said.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() <= MAX ? line : line.substring(0, MAX) + "…";
  }

  /** What a failure says, or what it is. */
  static String of(Throwable failure) {
    @Nullable String said = failure.getMessage();
    return said == null ? failure.getClass().getSimpleName() : of(said);
  }
}
