package io.dockeradvanced.container;

import java.nio.charset.StandardCharsets;

/**
 * How a command in a container ended.
 *
 * @param exitCode that of its process; 126 and 127 also when it could not be run or found
 * @param out what it printed, as bytes
 * @param err what it printed to its other stream; empty with a terminal
 */
public record ExecResult(int exitCode, byte[] out, byte[] err) {
  /** Whether it ended with 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** {@link #out} as UTF-8. */
  public String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  /** {@link #err} as UTF-8. */
  public String errorText() {
    return new String(err, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ExecResult[exitCode=%d, out=%d bytes, err=%d bytes]"
        .formatted(exitCode, out.length, err.length);
  }
}
