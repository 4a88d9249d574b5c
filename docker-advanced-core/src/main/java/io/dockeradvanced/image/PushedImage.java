package io.dockeradvanced.image;

/**
 * An image that a registry has taken.
 *
 * @param reference what was pushed
 * @param digest by which the registry knows it
 * @param size of its manifest in bytes
 */
public record PushedImage(ImageReference reference, Digest digest, long size) {}
