package io.dockeradvanced.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks an engine's certificate as the Java runtime does, and a little more: a trusted certificate
 * that has expired is not trusted. Says of a refusal which of the reasons it was.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager jdk;
  private final @Nullable List<X509Certificate> trusted;
  private final String source;

  /** A refusal, in words that follow the address of the engine. */
  static final class Refused extends CertificateException {
    private static final long serialVersionUID = 1;

    private final String why;

    Refused(String why, @Nullable Throwable cause) {
      super(why, cause);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * @param trusted null when the Java runtime says who is trusted
   * @param source where the authorities come from
   */
  ServerTrust(
      X509ExtendedTrustManager jdk, @Nullable List<X509Certificate> trusted, String source) {
    this.jdk = jdk;
    this.trusted = trusted;
    this.source = source;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      checkDates(chain[0]);
      throw refusal(chain, authType, engine.getPeerHost(), e);
    }
    // The Java runtime looks at no dates of a certificate that is trusted itself.
    checkDates(chain[0]);
    checkAuthorities(chain);
  }

  private static void checkDates(X509Certificate shown) throws Refused {
    Instant now = Instant.now();
    Instant from = shown.getNotBefore().toInstant();
    Instant to = shown.getNotAfter().toInstant();
    if (now.isAfter(to)) {
      throw new Refused(
          "shows a certificate (%s) that expired on %s; renew it on the server%s"
              .formatted(shown.getSubjectX500Principal(), to, here(now)),
          null);
    }
    if (now.isBefore(from)) {
      throw new Refused(
          "shows a certificate (%s) that is not valid before %s; set the clocks right%s"
              .formatted(shown.getSubjectX500Principal(), from, here(now)),
          null);
    }
  }

  private static String here(Instant now) {
    return " (the clock of this machine says %s)"
        .formatted(now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }

  /** The authority must be valid too; of several with the same name, one. */
  private void checkAuthorities(X509Certificate[] chain) throws Refused {
    if (trusted == null) {
      return;
    }
    List<X509Certificate> signers =
        trusted.stream()
            .filter(
                t ->
                    Arrays.stream(chain)
                        .anyMatch(
                            c -> c.getIssuerX500Principal().equals(t.getSubjectX500Principal())))
            .toList();
    Date now = new Date();
    if (!signers.isEmpty() && signers.stream().allMatch(s -> now.after(s.getNotAfter()))) {
      throw new Refused(
          "shows a certificate of the authority %s, whose own certificate in %s expired on %s; make a new authority and new certificates"
              .formatted(Names.subjects(signers), source, signers.get(0).getNotAfter().toInstant()),
          null);
    }
  }

  private Refused refusal(
      X509Certificate[] chain, String authType, String host, CertificateException cause) {
    X509Certificate shown = chain[0];
    try {
      jdk.checkServerTrusted(chain, authType);
    } catch (CertificateException e) {
      return new Refused(
          "shows a certificate (%s, issued by %s) that %s; use the ca.pem that belongs to this engine"
              .formatted(
                  shown.getSubjectX500Principal(),
                  chain[chain.length - 1].getIssuerX500Principal(),
                  trusted == null
                      ? "none of " + source + " has signed"
                      : "no authority of %s (%s) has signed, or that may not be used so"
                          .formatted(source, Names.subjects(trusted))),
          cause);
    }
    return new Refused(
        "shows a certificate for %s, not for %s; use one of these names in the address, or make a certificate with that name"
            .formatted(Names.hosts(shown), host),
        cause);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the host is not known");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("the host is not known");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
