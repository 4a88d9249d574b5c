package io.dockeradvanced.image;

import java.util.List;

/**
 * An image that was built.
 *
 * @param id of the image on this engine
 * @param tags the names it got
 */
public record BuiltImage(String id, List<ImageReference> tags) {
  /** Freezes the tags. */
  public BuiltImage {
    tags = List.copyOf(tags);
  }
}
