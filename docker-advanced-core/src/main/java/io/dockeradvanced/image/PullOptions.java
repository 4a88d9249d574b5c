package io.dockeradvanced.image;

import java.util.Optional;

/**
 * How an image is pulled. Immutable.
 *
 * @param platform which one of an image for several; that of the engine when empty
 */
public record PullOptions(Optional<Platform> platform) {
  private static final PullOptions DEFAULTS = new PullOptions(Optional.empty());

  /** The engine's own platform. */
  public static PullOptions defaults() {
    return DEFAULTS;
  }

  /** The image for this platform, whatever the engine runs on. */
  public PullOptions platform(Platform wanted) {
    return new PullOptions(Optional.of(wanted));
  }
}
