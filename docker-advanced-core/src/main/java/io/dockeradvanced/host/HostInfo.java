package io.dockeradvanced.host;

/**
 * What an engine says of itself.
 *
 * @param serverVersion such as {@code 20.10.24}
 * @param apiVersion the version we speak with it
 * @param engineApiVersion the newest version it speaks
 * @param storageDriver such as {@code overlay2}
 * @param cgroupVersion {@code 1} or {@code 2}
 * @param cpus CPUs the engine sees
 * @param memoryBytes memory the engine sees, in bytes
 */
public record HostInfo(
    String name,
    String serverVersion,
    String apiVersion,
    String engineApiVersion,
    String operatingSystem,
    String kernelVersion,
    String architecture,
    String storageDriver,
    String cgroupVersion,
    int cpus,
    long memoryBytes,
    int containers,
    int containersRunning,
    int images) {}
