package io.dockeradvanced.transport;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom we trust over TLS, and the certificate with which we answer. Immutable.
 *
 * <p>With it {@code tcp://} is spoken over TLS 1.2 or 1.3. The engine's certificate is always
 * checked, its host name too; there is no way to switch that off.
 *
 * <pre>{@code
 * Config config = Config.defaults()
 *     .use(TlsOptions.class, TlsOptions.directory(Path.of("/etc/app/engine-tls")));
 * try (DockerHost host = DockerHost.connect("tcp://web1:2376", config)) { … }
 * }</pre>
 */
public final class TlsOptions {
  private static final TlsOptions OF_JVM = new TlsOptions(null, null, null);

  /** What an engine is shown when it asks who we are. */
  record Identity(PrivateKey key, List<X509Certificate> chain) {
    @Override
    public String toString() {
      return chain.get(0).getSubjectX500Principal().toString();
    }
  }

  private final @Nullable Path directory;
  private final @Nullable List<X509Certificate> trusted;
  private final @Nullable Identity identity;

  private TlsOptions(
      @Nullable Path directory,
      @Nullable List<X509Certificate> trusted,
      @Nullable Identity identity) {
    this.directory = directory;
    this.trusted = trusted;
    this.identity = identity;
  }

  /** Trusts what the Java runtime trusts, and has no certificate of its own. */
  public static TlsOptions ofJvm() {
    return OF_JVM;
  }

  /**
   * What a directory has, as docker lays it out: {@code ca.pem} (whom we trust; without it whom the
   * Java runtime trusts), {@code cert.pem} and {@code key.pem} (who we are; both or none). Read
   * when a host is made, and again by the next connection after a file was replaced.
   */
  public static TlsOptions directory(Path directory) {
    return new TlsOptions(directory.toAbsolutePath().normalize(), null, null);
  }

  /**
   * Material that is no file: the text of {@code ca.pem}, {@code cert.pem} and {@code key.pem}.
   *
   * @throws InvalidSpec when one of them cannot be used; quotes none of it
   */
  public static TlsOptions pem(String authorities, String certificates, String key) {
    try {
      return ofJvm()
          .trust(Pem.certificates(authorities))
          .identity(Pem.privateKey(key), Pem.certificates(certificates));
    } catch (Pem.Unusable e) {
      throw new InvalidSpec("<pem>", 0, 0, e.why());
    }
  }

  /**
   * The same, with these authorities in place of others.
   *
   * @throws IllegalArgumentException when there are none
   */
  public TlsOptions trust(List<X509Certificate> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("authorities is empty");
    }
    return new TlsOptions(directory, List.copyOf(authorities), identity);
  }

  /**
   * The same, with this certificate of our own in place of another.
   *
   * @param chain our certificate, then those that lead to an authority the engine knows
   * @throws IllegalArgumentException when the chain is empty or does not belong to the key
   */
  public TlsOptions identity(PrivateKey key, List<X509Certificate> chain) {
    requireNonNull(key, "key is null");
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain is empty");
    }
    if (!KeyPairs.belong(key, chain.get(0).getPublicKey())) {
      throw new IllegalArgumentException("the key does not belong to the certificate");
    }
    return new TlsOptions(directory, trusted, new Identity(key, List.copyOf(chain)));
  }

  /** The directory of PEM files, if there is one. */
  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  @Nullable List<X509Certificate> trusted() {
    return trusted;
  }

  @Nullable Identity identity() {
    return identity;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TlsOptions o
        && Objects.equals(directory, o.directory)
        && Objects.equals(trusted, o.trusted)
        && Objects.equals(identity, o.identity);
  }

  @Override
  public int hashCode() {
    return Objects.hash(directory, trusted, identity == null ? null : identity.chain());
  }

  /** Without the key. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("TLS");
    if (directory != null) {
      text.append(" by ").append(directory);
    }
    if (trusted != null) {
      text.append(", trusting ").append(Names.subjects(trusted));
    }
    if (identity != null) {
      text.append(", as ").append(identity);
    }
    return text.toString();
  }
}
