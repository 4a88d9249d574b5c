package io.dockeradvanced.compose;

/**
 * A port the server publishes, or may publish, for a container.
 *
 * @param hostIp address of the server that is bound; empty for all
 * @param published port or range such as {@code 8000-8010} on the server; empty lets the engine
 *     choose
 * @param target port in the container
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param mode {@code ingress} or {@code host}; only Swarm tells them apart
 * @param name name of the port, or empty
 * @param appProtocol what the port speaks, or empty
 */
public record PortSpec(
    String hostIp,
    String published,
    int target,
    String protocol,
    String mode,
    String name,
    String appProtocol) {}
