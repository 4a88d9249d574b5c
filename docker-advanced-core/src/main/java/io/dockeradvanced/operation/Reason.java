package io.dockeradvanced.operation;

import org.jspecify.annotations.Nullable;

/** Why something failed, as a part of a longer sentence. */
final class Reason {
  private Reason() {}

  /** The message without the host in front, which the whole sentence begins with. */
  static String of(@Nullable Throwable problem, String host) {
    if (problem == null) {
      return "unknown";
    }
    String message = problem.getMessage();
    if (message == null || message.isBlank()) {
      return problem.getClass().getSimpleName();
    }
    String prefix = host + ": ";
    while (message.startsWith(prefix)) {
      message = message.substring(prefix.length());
    }
    return message;
  }
}
