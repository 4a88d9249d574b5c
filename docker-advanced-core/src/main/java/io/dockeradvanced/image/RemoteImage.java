package io.dockeradvanced.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as a registry has it for one platform; nothing of it was pulled.
 *
 * @param digest what the tag stands for: the index where there is one, else the manifest
 * @param manifestDigest the manifest for the platform
 * @param configDigest its configuration: the image id on engines with the classic store
 * @param created as the image says, which anybody can write there
 */
public record RemoteImage(
    ImageReference reference,
    Digest digest,
    Digest manifestDigest,
    Digest configDigest,
    Platform platform,
    Optional<Instant> created,
    Map<String, String> labels,
    List<Layer> layers) {
  /** Freezes the collections. */
  public RemoteImage {
    labels = Map.copyOf(labels);
    layers = List.copyOf(layers);
  }

  /**
   * A layer as it is sent.
   *
   * @param size in bytes, compressed
   */
  public record Layer(Digest digest, String mediaType, long size) {}

  /** The bytes that a pull would fetch at most. */
  public long size() {
    return layers.stream().mapToLong(Layer::size).sum();
  }
}
