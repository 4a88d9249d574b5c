package io.dockeradvanced.internal.host;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.transport.TcpTransportProvider;
import io.dockeradvanced.transport.Transport;
import io.dockeradvanced.transport.TransportProvider;
import io.dockeradvanced.transport.UnixTransportProvider;
import io.dockeradvanced.transport.ssh.SshTransportProvider;
import java.net.URI;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transport for a URI: the configured provider, ours for unix sockets, TCP and SSH, then
 * whatever {@link ServiceLoader} knows. That one comes last because it opens every jar of the class
 * path, which is most of the time to a first ping.
 */
final class Transports {
  private static final List<TransportProvider> OURS =
      List.of(new UnixTransportProvider(), new TcpTransportProvider(), new SshTransportProvider());

  private Transports() {}

  static Transport create(URI uri, Config config) {
    TransportProvider provider = config.part(TransportProvider.class).orElse(null);
    if (provider == null || !provider.supports(uri)) {
      provider = OURS.stream().filter(p -> p.supports(uri)).findFirst().orElse(null);
    }
    if (provider == null) {
      provider = find(uri, Thread.currentThread().getContextClassLoader());
    }
    if (provider == null) {
      provider = find(uri, Transports.class.getClassLoader());
    }
    if (provider == null) {
      throw new InvalidSpec(HostAddress.shown(uri).toString(), 0, 0, refusal(uri.getScheme()));
    }
    return provider.create(uri, config);
  }

  private static String refusal(String scheme) {
    return scheme.equalsIgnoreCase("npipe")
        ? "named pipes of Windows are not supported; let Docker Desktop expose its engine on"
            + " tcp://localhost:2375, or run this inside WSL with unix:///var/run/docker.sock"
        : "no engine is reached by %s://; write unix:///path/to/docker.sock, tcp://host:port, http(s)://host:port or ssh://user@host"
            .formatted(scheme);
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
