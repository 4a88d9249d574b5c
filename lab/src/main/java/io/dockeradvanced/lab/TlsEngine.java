package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Docker Engine of its own that listens on a TLS port, as {@code dockerd --tlsverify} does. Needs
 * root. Gone when closed.
 *
 * <p>It runs in a network namespace of its own, without a bridge, so that it cannot disturb another
 * engine of this machine. A {@link Relay} leads out of there to {@link #uri}; TLS goes through it
 * from end to end.
 */
public final class TlsEngine implements AutoCloseable {
  private static final int PORT = 2376;

  private final Path home;
  private @Nullable Process relay;
  private @Nullable TcpServer server;

  private TlsEngine(Path home) {
    this.home = home;
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
      TlsEngine engine = new TlsEngine(Files.createTempDirectory("da-tls"));
      try {
        engine.ensure(certificates);
      } catch (LabUnavailable | AssertionError e) {
        engine.close();
        throw e;
      }
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ensure(Path certificates) throws IOException {
    Path lab = LabScripts.project().resolve("lab");
    String arguments =
        "--iptables=false --bridge=none -H tcp://127.0.0.1:%d --tlsverify --tlscacert=%2$s/ca.pem --tlscert=%2$s/cert.pem --tlskey=%2$s/key.pem"
            .formatted(PORT, certificates);
    Map<String, String> own =
        Map.of(
            "DA_LAB_HOME",
            home.resolve("lab").toString(),
            "DA_LAB_SOCKET",
            home.resolve("docker.sock").toString(),
            "DA_LAB_NET",
            "own",
            "DA_LAB_DOCKERD_ARGS",
            arguments);
    LabScripts.lastLine(lab.resolve("engine"), own, "ensure");
    LabScripts.lastLine(lab.resolve("images"), Map.of("DOCKER_HOST", unixUri()));

    Path way = home.resolve("relay.sock");
    ProcessBuilder builder =
        new ProcessBuilder(
            lab.resolve("engine").toString(),
            "exec",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Relay.class.getName(),
            way.toString(),
            String.valueOf(PORT));
    builder.environment().putAll(own);
    builder.redirectErrorStream(true).redirectOutput(home.resolve("relay.log").toFile());
    relay = builder.start();
    Waiting.assertSoon("the relay listens", Duration.ofSeconds(60), () -> Files.exists(way));
    server = TcpServer.plain(TcpServer.toUnix("unix://" + way));
  }

  /** Its other side, to compare with. */
  public String unixUri() {
    return "unix://" + home.resolve("docker.sock");
  }

  /** {@code tcp://127.0.0.1:port}. */
  public String uri() {
    if (server == null) {
      throw new IllegalStateException("the engine was not started");
    }
    return server.uri();
  }

  /** Freezes the daemon, until what this answers is closed. */
  public Frozen freeze() {
    return Frozen.of(home.resolve("lab/engines/default/dockerd.pid"));
  }

  @Override
  public void close() {
    try {
      if (server != null) {
        server.close();
      }
      if (relay != null) {
        relay.getOutputStream().close();
        relay.waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      LabScripts.lastLine(
          LabScripts.project().resolve("lab/down"),
          Map.of("DA_LAB_HOME", home.resolve("lab").toString()),
          "--purge");
      LabScripts.Run.of(List.of("rm", "-rf", home.toString()), Map.of());
    }
  }
}
