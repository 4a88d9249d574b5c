package io.dockeradvanced.image;

import java.util.Optional;

/**
 * An image that an engine has pulled, and has been seen to have.
 *
 * @param reference what was asked for
 * @param id of the image on this engine
 * @param digest what the reference stood for in the registry; empty when the engine does not say
 */
public record PulledImage(ImageReference reference, String id, Optional<Digest> digest) {}
