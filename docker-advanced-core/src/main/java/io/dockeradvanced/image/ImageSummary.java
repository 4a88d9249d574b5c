package io.dockeradvanced.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One line of the list of images.
 *
 * @param id of the image on this engine; images of engines with other stores have other ids
 * @param tags its names with tags, as people write them; empty for one without a name
 * @param digests its names with digests, by which registries know it; may be empty
 * @param size in bytes
 */
public record ImageSummary(
    String id,
    List<String> tags,
    List<String> digests,
    Instant created,
    long size,
    Map<String, String> labels) {
  /** Freezes the collections. */
  public ImageSummary {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    labels = Map.copyOf(labels);
  }

  /** Whether it has no name, such as one whose tag moved on. */
  public boolean dangling() {
    return tags.isEmpty();
  }
}
