package io.dockeradvanced.transport;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link TlsOptions} with their files read.
 *
 * @param trusted null for what the Java runtime trusts
 * @param identity null when we have no certificate of our own
 * @param stamps of the files, by which one sees that they were replaced
 */
record TlsMaterial(
    TlsOptions options,
    @Nullable List<X509Certificate> trusted,
    TlsOptions.@Nullable Identity identity,
    List<String> stamps) {
  private static final long MAX_FILE = 1 << 20;

  /**
   * Reads what the options name.
   *
   * @throws InvalidSpec with the file that cannot be used
   */
  static TlsMaterial read(TlsOptions options) {
    List<X509Certificate> trusted = options.trusted();
    TlsOptions.Identity identity = options.identity();
    Path directory = options.directory().orElse(null);
    if (directory == null) {
      return new TlsMaterial(options, trusted, identity, List.of());
    }
    List<String> stamps = stamps(directory);
    Path ca = directory.resolve("ca.pem");
    Path cert = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    if (trusted == null && Files.exists(ca)) {
      trusted = certificates(ca);
    }
    if (identity == null && (Files.exists(cert) || Files.exists(key))) {
      identity = identity(cert, key);
    }
    if (trusted == null && identity == null) {
      throw invalid(
          directory,
          Files.isDirectory(directory)
              ? "it has none of ca.pem, cert.pem and key.pem; put the files for TLS there"
              : "there is no such directory; it should have ca.pem, cert.pem and key.pem");
    }
    return new TlsMaterial(options, trusted, identity, stamps);
  }

  /** Whether a file was replaced since these were read. */
  boolean outdated() {
    return options.directory().map(d -> !stamps(d).equals(stamps)).orElse(false);
  }

  /** Where the authorities come from, for messages. */
  String trustSource() {
    if (trusted == null) {
      return "the authorities of the Java runtime";
    }
    if (options.trusted() != null) {
      return "the trusted authorities";
    }
    return options.directory().map(d -> d.resolve("ca.pem").toString()).orElse("");
  }

  private static TlsOptions.Identity identity(Path certFile, Path keyFile) {
    if (!Files.exists(certFile) || !Files.exists(keyFile)) {
      boolean noKey = Files.exists(certFile);
      throw invalid(
          noKey ? certFile : keyFile,
          "there is no %s beside it; a client certificate takes both"
              .formatted(noKey ? "key.pem" : "cert.pem"));
    }
    List<X509Certificate> chain = certificates(certFile);
    PrivateKey key;
    try {
      key = Pem.privateKey(text(keyFile));
    } catch (Pem.Unusable e) {
      throw invalid(keyFile, e.why());
    }
    if (!KeyPairs.belong(key, chain.get(0).getPublicKey())) {
      throw invalid(
          keyFile,
          "it does not belong to cert.pem (%s); put the two there that were made together"
              .formatted(Names.subjects(chain)));
    }
    return new TlsOptions.Identity(key, chain);
  }

  private static List<X509Certificate> certificates(Path file) {
    try {
      return Pem.certificates(text(file));
    } catch (Pem.Unusable e) {
      throw invalid(file, e.why());
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) <= MAX_FILE) {
        // Blocks are ASCII; around them may stand anything.
        return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw invalid(
          file, "it cannot be read; check its permissions (this process must read it): " + why(e));
    }
    throw invalid(file, "it is too long for a PEM file");
  }

  private static String why(IOException e) {
    return e.getClass().getSimpleName().replaceAll("Exception$", "");
  }

  private static List<String> stamps(Path directory) {
    List<String> stamps = new ArrayList<>();
    for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
      try {
        BasicFileAttributes a =
            Files.readAttributes(directory.resolve(name), BasicFileAttributes.class);
        stamps.add("%s %s %d".formatted(a.fileKey(), a.lastModifiedTime(), a.size()));
      } catch (IOException e) {
        stamps.add("");
      }
    }
    return stamps;
  }

  private static InvalidSpec invalid(Path file, String message) {
    return new InvalidSpec(file.toString(), 0, 0, message);
  }
}
