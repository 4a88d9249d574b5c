package io.dockeradvanced.host;

/**
 * A context of the docker command line, as {@code docker context ls} shows it.
 *
 * @param description empty when it has none
 * @param address of the engine, without credentials; empty when the context cannot be read
 * @param current whether it is the one in use
 */
public record DockerContext(String name, String description, String address, boolean current) {}
