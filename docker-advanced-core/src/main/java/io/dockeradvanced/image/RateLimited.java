package io.dockeradvanced.image;

import java.time.Duration;

/** The registry has been asked too often: wait as long as it says, or log in. */
public final class RateLimited extends RegistryFailed {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  /** A limit, and how long it lasts. */
  public RateLimited(String registry, String message, Duration retryAfter) {
    super(registry, message, null, true);
    this.retryAfter = retryAfter;
  }

  /**
   * How long to wait before the next call, from when this was thrown; zero when the registry does
   * not say.
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
