package io.dockeradvanced.lab;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names that nobody else on the engine has, and by which one sees whose they are. They suit
 * containers, networks, volumes and Compose stacks. Thread-safe.
 */
public final class LabNames {
  private static final String RUN = Integer.toString(new SecureRandom().nextInt(36 * 36 * 36), 36);
  private static final AtomicInteger SCOPES = new AtomicInteger();

  private final String token;
  private final AtomicInteger count = new AtomicInteger();

  private LabNames(String token) {
    this.token = token;
  }

  /** Names for a test, or for whatever else needs some of its own. */
  public static LabNames create() {
    String process = Long.toString(ProcessHandle.current().pid(), 36);
    return new LabNames("t%s%sx%dx".formatted(process, RUN, SCOPES.incrementAndGet()));
  }

  /**
   * A new name.
   *
   * @param prefix lower-case letters, digits, dashes and underscores
   */
  public String unique(String prefix) {
    if (!prefix.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new IllegalArgumentException(
          "prefix '%s' is not made of a-z, 0-9, - and _".formatted(prefix));
    }
    return "%s-%s%d".formatted(prefix, token, count.incrementAndGet());
  }

  /** Whether {@code name} is one of these, or was made of one. */
  boolean areIn(String name) {
    return name.contains("-" + token);
  }
}
