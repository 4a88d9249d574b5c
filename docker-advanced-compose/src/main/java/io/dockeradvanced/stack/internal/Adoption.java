package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ConfigHashes;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Engine;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Knows what is there already by its config-hash, whichever release of Compose made it: nothing is
 * made anew only because an older one hashed in another way.
 */
final class Adoption {
  private final ConfigHashes hashes;

  Adoption(ConfigHashes hashes) {
    this.hashes = hashes;
  }

  /** The ids of images by their names, each asked for once; the name where there is none. */
  static UnaryOperator<String> imageIds(Engine engine) {
    Map<String, String> ids = new HashMap<>();
    return image ->
        ids.computeIfAbsent(
            image,
            name ->
                EngineImages.find(engine, name)
                    .map(found -> found.path("Id").asText(name))
                    .orElse(name));
  }

  boolean isSame(Desired.Service service, Observed.Container container) {
    return container.hash().equals(service.hash())
        || hashes.isService(service.name(), container.hash(), container.release());
  }

  /**
   * @param peers the containers of the services this one refers to, by their names
   */
  boolean isSame(
      Desired.Service service, Observed.Container container, UnaryOperator<String> peers) {
    return hashes
        .containers(peers)
        .isService(service.name(), container.hash(), container.release());
  }

  boolean isSame(Desired.Network network, Observed.Network found) {
    String hash = found.hash().orElse("");
    return hash.equals(network.hash()) || hashes.isNetwork(network.key(), hash, found.release());
  }

  boolean isSame(Desired.Volume volume, Observed.Volume found) {
    String hash = found.hash().orElse("");
    return hash.equals(volume.hash()) || hashes.isVolume(volume.key(), hash, found.release());
  }
}
