package io.dockeradvanced.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How certificates are named in messages. */
final class Names {
  private static final int MANY = 4;
  private static final int DNS = 2;
  private static final int IP = 7;

  private Names() {}

  /** The subjects, or the first of them. */
  static String subjects(Collection<X509Certificate> certificates) {
    List<String> all =
        certificates.stream().map(c -> c.getSubjectX500Principal().toString()).toList();
    return some(all);
  }

  /** The hosts that a certificate is for. */
  static String hosts(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0) instanceof Integer kind && (kind == DNS || kind == IP)) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // Then it names none that we can tell.
    }
    return names.isEmpty() ? "no host" : some(names);
  }

  static String some(List<String> names) {
    String shown = names.stream().limit(MANY).collect(Collectors.joining("; "));
    return names.size() <= MANY ? shown : shown + "; and %d more".formatted(names.size() - MANY);
  }
}
