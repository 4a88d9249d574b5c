package io.dockeradvanced.internal.host;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.transport.Transport;
import io.dockeradvanced.transport.TransportProvider;
import java.net.URI;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the transport for a URI: the configured provider, the application's, then ours. */
final class Transports {
  private Transports() {}

  static Transport create(URI uri, Config config) {
    TransportProvider provider = config.part(TransportProvider.class).orElse(null);
    if (provider == null || !provider.supports(uri)) {
      provider = find(uri, Thread.currentThread().getContextClassLoader());
    }
    if (provider == null) {
      provider = find(uri, Transports.class.getClassLoader());
    }
    if (provider == null) {
      throw new InvalidSpec(
          HostAddress.shown(uri).toString(),
          0,
          0,
          "this release reaches engines by unix sockets only (unix:///path/to/docker.sock), not by %s"
              .formatted(uri.getScheme()));
    }
    return provider.create(uri, config);
  }

  private static @Nullable TransportProvider find(URI uri, @Nullable ClassLoader loader) {
    for (TransportProvider provider : ServiceLoader.load(TransportProvider.class, loader)) {
      if (provider.supports(uri)) {
        return provider;
      }
    }
    return null;
  }
}
