package io.dockeradvanced.image;

import java.time.Instant;

/**
 * An image that is kept from being pruned.
 *
 * @param name under which it is kept
 * @param imageId of the image on this engine
 * @param image as it was named when it was retained
 * @param container whose existence keeps it; was never started
 */
public record RetainedImage(
    String name, String imageId, String image, String container, Instant since) {}
