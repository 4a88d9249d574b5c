package io.dockeradvanced.host;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.Handle;
import java.net.URI;

/**
 * One Docker Engine, wherever it runs. Lazy: nothing is opened before the first call. Thread-safe.
 *
 * <p>A host got from {@link DockerAdvanced#host} is borrowed: closing it does nothing, its owner
 * closes it. A host from {@link #connect} owns all that it needs and must be closed.
 *
 * <pre>{@code
 * try (DockerHost host = DockerHost.connect("unix:///var/run/docker.sock")) {
 *   System.out.println(host.info().serverVersion());
 * }
 * }</pre>
 */
public interface DockerHost extends Handle {

  /**
   * A host with a private {@link DockerAdvanced} behind it; for scripts.
   *
   * @throws io.dockeradvanced.InvalidSpec when the URI is not one we can speak to
   */
  static DockerHost connect(String uri) {
    return connect(uri, Config.defaults());
  }

  static DockerHost connect(String uri, Config config) {
    return DockerAdvanced.privateHost(uri, config);
  }

  /**
   * The URI that {@code DOCKER_HOST} or the current Docker context names, else the local socket.
   */
  static DockerHost fromEnvironment() {
    return connect(HostUris.fromEnvironment(System.getenv()));
  }

  /** The name under which its owner knows it. */
  String name();

  /** Where it is, without credentials. */
  URI uri();

  /** The owner of everything alive behind this host. */
  DockerAdvanced owner();

  /** Asks the engine whether it answers; throws {@link io.dockeradvanced.UnreachableHost}. */
  void ping();

  /** What the engine says of itself. Asked anew with each call. */
  HostInfo info();

  /** The API version both sides speak, such as {@code 1.41}; negotiated once per engine. */
  String apiVersion();

  /** How many connections to the engine are open now; those that wait for the next call too. */
  int openConnections();

  /** Whether the engine has a capability; asked once. */
  boolean has(Capability capability);
}
