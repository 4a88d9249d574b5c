package io.dockeradvanced;

import java.time.Instant;

/** Somebody else is changing the same thing. */
public final class LockHeld extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String holder;
  private final Instant until;

  /**
   * @param what the scope of the lock, such as {@code stack-shop}
   */
  public LockHeld(String host, String what, String holder, Instant until) {
    super(
        "%s: %s is being changed by %s (its lease ends %s); wait for it, or run recover if it is dead"
            .formatted(host, what.replaceFirst("^([a-z]+)-", "$1 "), holder, until),
        null,
        host,
        true);
    this.holder = holder;
    this.until = until;
  }

  /** Who holds the lock: actor, process and machine. */
  public String holder() {
    return holder;
  }

  /** When the lease of the holder ends, unless it is renewed. */
  public Instant until() {
    return until;
  }
}
