package io.dockeradvanced.host;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.transport.TlsOptions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine is, and how TLS is done with it. Immutable.
 *
 * <pre>{@code
 * DockerHost web1 = da.host("web1",
 *     Endpoint.of("tcp://web1:2376").tls(TlsOptions.directory(Path.of("/etc/app/web1"))));
 * DockerHost ours = da.host("ours", Contexts.of(System.getenv()).current());
 * }</pre>
 */
public final class Endpoint {
  private final String uri;
  private final @Nullable TlsOptions tls;

  private Endpoint(String uri, @Nullable TlsOptions tls) {
    this.uri = requireNonNull(uri, "uri is null").strip();
    this.tls = tls;
  }

  /** An engine at this address, with the TLS of the configuration if that has any. */
  public static Endpoint of(String uri) {
    return new Endpoint(uri, null);
  }

  /** The same address with TLS material of its own. */
  public Endpoint tls(TlsOptions options) {
    return new Endpoint(uri, requireNonNull(options, "options is null"));
  }

  /** As it was given; may carry credentials, so {@link #toString} is what one shows. */
  public String uri() {
    return uri;
  }

  /** TLS material of its own, if it has any. */
  public Optional<TlsOptions> tls() {
    return Optional.ofNullable(tls);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint e && uri.equals(e.uri) && Objects.equals(tls, e.tls);
  }

  @Override
  public int hashCode() {
    return Objects.hash(uri, tls);
  }

  /** Without credentials. */
  @Override
  public String toString() {
    String shown = HostAddress.shown(uri);
    return tls == null ? shown : "%s (%s)".formatted(shown, tls);
  }
}
