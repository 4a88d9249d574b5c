package io.dockeradvanced.transport;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.Watchdog;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TCP: {@code tcp://host:port}, over TLS when the configuration has {@link TlsOptions}; {@code
 * https://host:port}, always over TLS; {@code http://host:port}, never.
 *
 * <p>The port of {@code tcp://} is 2376 with TLS and 2375 without unless given.
 */
public final class TcpTransportProvider implements TransportProvider {
  private static final Set<String> SCHEMES = Set.of("tcp", "http", "https");

  @Override
  public boolean supports(URI uri) {
    return uri.getScheme() != null && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
  }

  @Override
  public Transport create(URI uri, Config config) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    TlsOptions options = options(scheme, config.part(TlsOptions.class).orElse(null));
    TcpAddress address = TcpAddress.of(uri, options != null);
    if (scheme.equals("http") && config.part(TlsOptions.class).isPresent()) {
      throw new InvalidSpec(
          "http://" + address,
          0,
          0,
          "http:// is without TLS, but TLS material is given for this host; write tcp:// or https://");
    }
    TlsContext tls = options == null ? null : new TlsContext(TlsMaterial.read(options));
    return new TcpTransport(scheme, address, tls, config.part(Watchdog.class).orElse(null));
  }

  private static @Nullable TlsOptions options(String scheme, @Nullable TlsOptions given) {
    return switch (scheme) {
      case "http" -> null;
      case "https" -> given == null ? TlsOptions.ofJvm() : given;
      default -> given;
    };
  }
}
