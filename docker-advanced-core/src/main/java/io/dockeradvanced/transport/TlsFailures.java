package io.dockeradvanced.transport;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why there is no TLS with an engine. */
final class TlsFailures {
  private final String where;
  private final TlsContext tls;
  private final BooleanSupplier answeredBefore;

  /**
   * @param where the address of the engine, with which every sentence begins
   * @param answeredBefore whether this engine has ever answered; then only its own word makes us
   *     doubt our certificate, and a connection that is cut is just that
   */
  TlsFailures(String where, TlsContext tls, BooleanSupplier answeredBefore) {
    this.where = where;
    this.tls = tls;
    this.answeredBefore = answeredBefore;
  }

  /** The handshake failed. */
  ConnectFailed handshake(IOException failure) {
    if (failure instanceof TlsChannel.NotTls other) {
      return failed(
          other.http()
              ? "answers in plain HTTP, not in TLS; use the TLS port of the engine (2376), or start"
                  + " dockerd with --tlsverify"
              : "answers in something that is not TLS; is this the port of a Docker Engine?",
          failure);
    }
    ServerTrust.Refused refused = refusal(failure);
    if (refused != null) {
      return failed(refused.why(), failure);
    }
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("protocol_version") || text.contains("protocol version")) {
      return failed("speaks neither TLS 1.2 nor 1.3; update the engine", failure);
    }
    if (failure instanceof SSLException && text.contains("received fatal alert")) {
      return tls.clientKey().asked()
          ? clientCertificate(text, failure)
          : failed("ended the TLS handshake (%s); look at its log".formatted(alert(text)), failure);
    }
    if (failure instanceof SSLException) {
      return failed(
          "does not come to terms over TLS (%s); look at its log".formatted(failure.getMessage()),
          failure);
    }
    if (answeredBefore.getAsBoolean()) {
      return new ConnectFailed(
          where + " ended the connection during the TLS handshake; is the engine restarting?",
          true,
          failure);
    }
    return tls.clientKey().asked()
        ? clientCertificate(text, failure)
        : failed(
            "ended the connection during the TLS handshake; does it speak TLS on this port?",
            failure);
  }

  /** The other side ended the connection after the handshake, before it sent anything. */
  IOException beforeAnswer(IOException failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean alert = failure instanceof SSLException && text.contains("received fatal alert");
    // A reply that was lost looks the same; what was asked may have happened.
    boolean cut =
        !answeredBefore.getAsBoolean() && (failure instanceof EOFException || isReset(failure));
    if (tls.clientKey().asked() && (alert || cut)) {
      return clientCertificate(text, failure);
    }
    return alert
        ? failed("ended TLS (%s); look at its log".formatted(alert(text)), failure)
        : failure;
  }

  private static boolean isReset(IOException failure) {
    // What the JDK says for ECONNRESET and EPIPE is the text of the system.
    return failure.getClass() == IOException.class || failure instanceof java.net.SocketException;
  }

  private ConnectFailed clientCertificate(String text, IOException failure) {
    TlsOptions.Identity identity = tls.material().identity();
    if (identity == null) {
      return failed(
          "asks for a client certificate and there is none; put cert.pem and key.pem %s"
              .formatted(
                  tls.material()
                      .options()
                      .directory()
                      .map(d -> "into " + d)
                      .orElse("into the TLS material of this host")),
          failure);
    }
    X509Certificate ours = identity.chain().get(0);
    Instant to = ours.getNotAfter().toInstant();
    Instant from = ours.getNotBefore().toInstant();
    Instant now = Instant.now();
    String validity =
        now.isAfter(to)
            ? "it expired on " + to
            : now.isBefore(from) ? "it is not valid before " + from : "valid until " + to;
    String accepted =
        tls.clientKey().accepted().isEmpty()
            ? ""
            : "; it takes those issued by " + Names.some(tls.clientKey().accepted());
    return failed(
        "does not accept our client certificate (%s, issued by %s; %s%s)%s; use the cert.pem and key.pem that were made for this engine"
            .formatted(
                ours.getSubjectX500Principal(),
                ours.getIssuerX500Principal(),
                validity,
                text.contains("fatal alert") ? ": " + alert(text) : "",
                accepted),
        failure);
  }

  private static ServerTrust.@Nullable Refused refusal(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ServerTrust.Refused refused) {
        return refused;
      }
    }
    return null;
  }

  private static String alert(String text) {
    return text.replaceFirst(".*received fatal alert: *", "");
  }

  private ConnectFailed failed(String message, Throwable cause) {
    return new ConnectFailed(where + " " + message, false, cause);
  }
}
