package io.dockeradvanced.image;

import java.util.List;

/**
 * What a removal did.
 *
 * @param untagged names that are gone
 * @param deleted ids of images and layers that are gone
 */
public record RemovedImages(List<String> untagged, List<String> deleted) {
  /** Freezes the lists. */
  public RemovedImages {
    untagged = List.copyOf(untagged);
    deleted = List.copyOf(deleted);
  }
}
