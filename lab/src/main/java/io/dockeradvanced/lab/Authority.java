package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A certificate authority of openssl, for one test. */
public final class Authority {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path home;

  private Authority(Path home) {
    this.home = home;
  }

  /**
   * A new authority.
   *
   * @param home a directory of its own, which is made
   */
  public static Authority create(Path home, String name) {
    Instant now = Instant.now();
    return create(home, name, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(2)));
  }

  /** A new authority that is valid so long. */
  public static Authority create(Path home, String name, Instant from, Instant to) {
    Authority authority = new Authority(home);
    try {
      Files.createDirectories(home);
      Files.writeString(home.resolve("index.txt"), "");
      Files.writeString(
          home.resolve("ca.cnf"),
          """
          [ca]
          default_ca = d
          [d]
          database = %1$s/index.txt
          new_certs_dir = %1$s
          rand_serial = yes
          default_md = sha256
          unique_subject = no
          policy = p
          [p]
          commonName = supplied
          [req]
          distinguished_name = n
          [n]
          """
              .formatted(home));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    authority.key(home.resolve("ca-key.pem"), "EC");
    authority.request(home.resolve("ca-key.pem"), home.resolve("ca.csr"), name);
    authority.sign(
        home.resolve("ca.csr"),
        home.resolve("ca.pem"),
        from,
        to,
        "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n",
        List.of("-selfsign"));
    return authority;
  }

  /** The {@code ca.pem}. */
  public Path certificate() {
    return home.resolve("ca.pem");
  }

  /** A certificate valid from an hour ago until tomorrow. See {@link #issue}. */
  public Path issue(Path directory, String name, String... hosts) {
    Instant now = Instant.now();
    return issue(
        directory, name, "EC", now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)), hosts);
  }

  /**
   * Makes {@code cert.pem} and {@code key.pem} beside our {@code ca.pem}, as docker lays them out.
   *
   * @param kind {@code RSA}, {@code EC} or {@code ED25519}
   * @param hosts such as {@code DNS:localhost} and {@code IP:127.0.0.1}; none for a client
   * @return the directory
   */
  public Path issue(
      Path directory, String name, String kind, Instant from, Instant to, String... hosts) {
    try {
      Files.createDirectories(directory);
      Files.copy(certificate(), directory.resolve("ca.pem"));
      key(directory.resolve("key.pem"), kind);
      Path request = directory.resolve("request.csr");
      request(directory.resolve("key.pem"), request, name);
      String extensions =
          hosts.length == 0
              ? "extendedKeyUsage=clientAuth\n"
              : "extendedKeyUsage=serverAuth\nsubjectAltName=" + String.join(",", hosts) + "\n";
      sign(request, directory.resolve("cert.pem"), from, to, extensions, List.of());
      Files.delete(request);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new private key, as PKCS#8. */
  private void key(Path file, String kind) {
    List<String> command = new ArrayList<>(List.of("genpkey", "-out", file.toString()));
    command.addAll(
        switch (kind) {
          case "RSA" -> List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
          case "ED25519" -> List.of("-algorithm", "ED25519");
          default -> List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
        });
    openssl(command);
  }

  private void request(Path key, Path request, String name) {
    openssl(
        List.of(
            "req",
            "-new",
            "-config",
            home.resolve("ca.cnf").toString(),
            "-key",
            key.toString(),
            "-subj",
            "/CN=" + name,
            "-out",
            request.toString()));
  }

  private void sign(
      Path request, Path to, Instant from, Instant until, String extensions, List<String> more) {
    Path file = home.resolve("extensions.cnf");
    try {
      Files.writeString(file, extensions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of("ca", "-batch", "-notext"));
    command.addAll(List.of("-config", home.resolve("ca.cnf").toString()));
    command.addAll(List.of("-keyfile", home.resolve("ca-key.pem").toString()));
    if (more.isEmpty()) {
      command.addAll(List.of("-cert", certificate().toString()));
    }
    command.addAll(more);
    command.addAll(List.of("-in", request.toString(), "-out", to.toString()));
    command.addAll(List.of("-startdate", STAMP.format(from), "-enddate", STAMP.format(until)));
    command.addAll(List.of("-extfile", file.toString()));
    openssl(command);
  }

  /**
   * Runs openssl.
   *
   * @throws LabUnavailable with its words when it fails
   */
  public static void openssl(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    LabScripts.Run run = LabScripts.Run.of(command, Map.of("LC_ALL", "C"));
    if (run.status() != 0) {
      throw new LabUnavailable(
          "openssl %s ended with %d: %s".formatted(arguments.get(0), run.status(), run.err()));
    }
  }
}
