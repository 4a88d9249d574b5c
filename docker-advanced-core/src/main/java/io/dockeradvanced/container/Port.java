package io.dockeradvanced.container;

/**
 * A port of a container.
 *
 * @param address the address of the host it is published on; empty when it is not
 * @param hostPort the port of the host; 0 when it is not published
 * @param containerPort the port inside the container
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record Port(String address, int hostPort, int containerPort, String protocol) {

  public boolean published() {
    return hostPort != 0;
  }

  /** As the docker command line writes it: {@code 0.0.0.0:8080->80/tcp}. */
  @Override
  public String toString() {
    String inside = containerPort + "/" + protocol;
    if (!published()) {
      return inside;
    }
    String shown = address.contains(":") ? "[" + address + "]" : address;
    return shown + ":" + hostPort + "->" + inside;
  }
}
