package io.dockeradvanced.image;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** The image stays because something needs it: remove that first. */
public final class ImageInUse extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  /** A refusal of the engine, with its reason in the message. */
  public ImageInUse(String host, String message, @Nullable Throwable cause) {
    super(message, cause, host, false);
  }
}
