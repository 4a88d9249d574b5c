package io.dockeradvanced.image;

import java.util.List;
import java.util.Optional;

/**
 * A manifest as a registry has it, of which the digest was verified: an image, or an index of
 * images for several platforms.
 *
 * @param digest of the very bytes of {@code json}
 * @param json as the registry sent it
 * @param entries what an index lists; empty for an image
 */
public record RemoteManifest(
    ImageReference reference, Digest digest, String mediaType, String json, List<Entry> entries) {
  /** Freezes the entries. */
  public RemoteManifest {
    entries = List.copyOf(entries);
  }

  /**
   * One line of an index.
   *
   * @param platform empty when the index does not say
   * @param attestation whether it is no image but something said about one
   */
  public record Entry(
      Digest digest,
      String mediaType,
      long size,
      Optional<Platform> platform,
      boolean attestation) {}

  /** Whether it lists images for several platforms. */
  public boolean isIndex() {
    return mediaType.endsWith(".index.v1+json") || mediaType.endsWith(".list.v2+json");
  }
}
