package io.dockeradvanced.compose;

import java.util.OptionalInt;

/**
 * A config or secret as a file of a container or a build.
 *
 * @param source key of the config or secret
 * @param target file; empty for the default of Docker Compose
 * @param user owner, or empty
 * @param group group, or empty
 * @param mode permission bits, where they are given
 */
public record FileMountSpec(
    String source, String target, String user, String group, OptionalInt mode) {}
