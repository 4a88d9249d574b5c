package io.dockeradvanced.compose;

/**
 * A device of the server given to a container.
 *
 * @param permissions any of {@code r}, {@code w} and {@code m}
 */
public record DeviceSpec(String source, String target, String permissions) {}
