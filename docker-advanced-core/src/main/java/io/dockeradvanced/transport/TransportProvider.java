package io.dockeradvanced.transport;

import io.dockeradvanced.Config;
import java.net.URI;

/**
 * Makes transports for a kind of URI. One set by {@code Config.use(TransportProvider.class, …)} is
 * asked first, then ours for unix sockets, TCP and SSH, then those found by {@link
 * java.util.ServiceLoader}.
 */
public interface TransportProvider {
  boolean supports(URI uri);

  /**
   * A transport to this URI; opens nothing yet.
   *
   * @throws io.dockeradvanced.InvalidSpec when the URI is of our kind but cannot be used
   */
  Transport create(URI uri, Config config);
}
