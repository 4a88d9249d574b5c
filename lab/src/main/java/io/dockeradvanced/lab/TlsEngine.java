package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Docker Engine of its own that listens on a TLS port of 127.0.0.1, as {@code dockerd
 * --tlsverify} does; without a bridge network. Needs root. Gone when closed.
 */
public final class TlsEngine implements AutoCloseable {
  private final Path home;
  private final String socket;
  private final int port;

  private TlsEngine(Path home, int port) {
    this.home = home;
    this.socket = home.resolve("docker.sock").toString();
    this.port = port;
  }

  /**
   * Starts it, with the test images.
   *
   * @param certificates a directory as {@link Authority#issue} makes it; clients need a certificate
   *     of its {@code ca.pem}
   * @throws LabUnavailable when it cannot be started
   */
  public static TlsEngine start(Path certificates) {
    try {
      TlsEngine engine = new TlsEngine(Files.createTempDirectory("da-tls"), freePort());
      try {
        engine.ensure(certificates);
      } catch (LabUnavailable e) {
        engine.close();
        throw e;
      }
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  private void ensure(Path certificates) {
    Path lab = LabScripts.project().resolve("lab");
    String arguments =
        "--iptables=false --ip-forward=false --bridge=none -H tcp://127.0.0.1:%d --tlsverify --tlscacert=%2$s/ca.pem --tlscert=%2$s/cert.pem --tlskey=%2$s/key.pem"
            .formatted(port, certificates);
    LabScripts.lastLine(
        lab.resolve("engine"),
        Map.of(
            "DA_LAB_HOME",
            home.resolve("lab").toString(),
            "DA_LAB_SOCKET",
            socket,
            // In the network of the test; without a bridge it touches no rules of iptables.
            "DA_LAB_NET",
            "host",
            "DA_LAB_DOCKERD_ARGS",
            arguments),
        "ensure");
    LabScripts.lastLine(lab.resolve("images"), Map.of("DOCKER_HOST", unixUri()));
  }

  /** Its other side, to compare with. */
  public String unixUri() {
    return "unix://" + socket;
  }

  /** {@code tcp://127.0.0.1:port}. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    LabScripts.lastLine(
        LabScripts.project().resolve("lab/down"),
        Map.of("DA_LAB_HOME", home.resolve("lab").toString()),
        "--purge");
    LabScripts.Run.of(java.util.List.of("rm", "-rf", home.toString()), Map.of());
  }
}
