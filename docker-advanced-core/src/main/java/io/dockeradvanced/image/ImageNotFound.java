package io.dockeradvanced.image;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** There is no such image, or none for this platform: check the name, or pull, load or build it. */
public final class ImageNotFound extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String image;

  /**
   * A missing image.
   *
   * @param host the engine that lacks it; null when it is a registry that does
   */
  public ImageNotFound(@Nullable String host, String image, String message) {
    super(message, null, host, false);
    this.image = image;
  }

  /** What was asked for. */
  public String image() {
    return image;
  }
}
