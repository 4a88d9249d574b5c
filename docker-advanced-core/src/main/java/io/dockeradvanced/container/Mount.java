package io.dockeradvanced.container;

/**
 * A mount of a container.
 *
 * @param type {@code volume}, {@code bind}, {@code tmpfs}, …
 * @param source the name of the volume, or the path on the host; empty for a tmpfs
 * @param target the path in the container
 */
public record Mount(String type, String source, String target, boolean readOnly) {}
