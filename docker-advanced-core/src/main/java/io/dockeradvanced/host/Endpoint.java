package io.dockeradvanced.host;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.transport.TlsOptions;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine is, and how TLS or SSH is done with it. Immutable.
 *
 * <pre>{@code
 * DockerHost web1 = da.host("web1",
 *     Endpoint.of("tcp://web1:2376").tls(TlsOptions.directory(Path.of("/etc/app/web1"))));
 * DockerHost web2 = da.host("web2",
 *     Endpoint.of("ssh://web2").ssh(SshOptions.defaults().hostKeys(HostKeys.fingerprints("SHA256:…"))));
 * DockerHost ours = da.host("ours", Contexts.of(System.getenv()).current());
 * }</pre>
 */
public final class Endpoint {
  private final String uri;
  private final @Nullable TlsOptions tls;
  private final @Nullable SshOptions ssh;

  private Endpoint(String uri, @Nullable TlsOptions tls, @Nullable SshOptions ssh) {
    this.uri = requireNonNull(uri, "uri is null").strip();
    this.tls = tls;
    this.ssh = ssh;
  }

  /** An engine at this address, with the TLS or SSH options of the configuration, if it has any. */
  public static Endpoint of(String uri) {
    return new Endpoint(uri, null, null);
  }

  /** The same address with TLS material of its own. */
  public Endpoint tls(TlsOptions options) {
    return new Endpoint(uri, requireNonNull(options, "options is null"), ssh);
  }

  /**
   * The same address with SSH options of its own, which stand instead of those of the
   * configuration: a key that is pinned here is good for this host only.
   */
  public Endpoint ssh(SshOptions options) {
    return new Endpoint(uri, tls, requireNonNull(options, "options is null"));
  }

  /** As it was given; may carry credentials, so {@link #toString} is what one shows. */
  public String uri() {
    return uri;
  }

  /** TLS material of its own, if it has any. */
  public Optional<TlsOptions> tls() {
    return Optional.ofNullable(tls);
  }

  /** SSH options of its own, if it has any. */
  public Optional<SshOptions> ssh() {
    return Optional.ofNullable(ssh);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint e
        && uri.equals(e.uri)
        && Objects.equals(tls, e.tls)
        && Objects.equals(ssh, e.ssh);
  }

  @Override
  public int hashCode() {
    return Objects.hash(uri, tls, ssh);
  }

  /** Without credentials. */
  @Override
  public String toString() {
    String shown = HostAddress.shown(uri);
    String how =
        Stream.of(tls, ssh).filter(Objects::nonNull).map(Object::toString).collect(joining(", "));
    return how.isEmpty() ? shown : "%s (%s)".formatted(shown, how);
  }
}
