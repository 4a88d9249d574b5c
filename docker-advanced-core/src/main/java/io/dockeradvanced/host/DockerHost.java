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
    return connect(Endpoint.of(uri), config);
  }

  /** As {@link #connect(String, Config)}, with TLS material of its own. */
  static DockerHost connect(Endpoint endpoint, Config config) {
    return DockerAdvanced.privateHost(endpoint, config);
  }

  /**
   * The engine that the docker command would speak to: {@code DOCKER_HOST}, else the context of
   * {@code DOCKER_CONTEXT} or of the Docker configuration, else the local socket; with its TLS.
   *
   * @throws io.dockeradvanced.InvalidSpec when what is named there cannot be used
   */
  static DockerHost fromEnvironment() {
    return fromEnvironment(Config.defaults());
  }

  static DockerHost fromEnvironment(Config config) {
    return connect(Contexts.of(System.getenv()).current(), config);
  }

  /**
   * The engine of a Docker context, with its TLS.
   *
   * @throws io.dockeradvanced.InvalidSpec when there is no such context, or it cannot be used
   */
  static DockerHost fromContext(String name) {
    return fromContext(name, Config.defaults());
  }

  static DockerHost fromContext(String name, Config config) {
    return connect(Contexts.of(System.getenv()).endpoint(name), config);
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
