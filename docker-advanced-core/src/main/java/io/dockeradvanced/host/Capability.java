package io.dockeradvanced.host;

/** What newer engines can do and older ones cannot; with the API version that brought it. */
public enum Capability {
  /** Several networks given at container creation. */
  NETWORKS_AT_CREATE(1, 44),
  /** {@code start_interval} of health checks. */
  HEALTH_START_INTERVAL(1, 44),
  /** MAC address per network instead of per container. */
  MAC_PER_NETWORK(1, 44),
  /** A directory of a volume as mount source. */
  VOLUME_SUBPATH(1, 45),
  /** An image as mount source; content digests of image manifests. */
  IMAGE_MOUNT(1, 48),
  /** The name of a network interface inside the container. */
  INTERFACE_NAME(1, 49);

  private final int major;
  private final int minor;

  Capability(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /** The first API version with it, such as {@code 1.44}. */
  public String since() {
    return major + "." + minor;
  }
}
