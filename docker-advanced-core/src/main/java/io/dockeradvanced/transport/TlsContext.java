package io.dockeradvanced.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS with one set of material to one engine: makes the engines of connections. Thread-safe. */
final class TlsContext {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final TlsMaterial material;
  private final ClientKey clientKey;
  private final SSLContext context;

  TlsContext(TlsMaterial material) {
    this.material = material;
    this.clientKey = new ClientKey(material.identity());
    try {
      ServerTrust trust =
          new ServerTrust(pkix(material.trusted()), material.trusted(), material.trustSource());
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {clientKey}, new TrustManager[] {trust}, null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java runtime cannot do TLS: " + e.getMessage(), e);
    }
  }

  private static X509ExtendedTrustManager pkix(@Nullable List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (trusted != null) {
      store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("authority-" + i, trusted.get(i));
      }
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no trust manager checks host names"));
  }

  /** For one connection; checks that the certificate is for {@code host}. */
  SSLEngine engine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  TlsMaterial material() {
    return material;
  }

  ClientKey clientKey() {
    return clientKey;
  }
}
