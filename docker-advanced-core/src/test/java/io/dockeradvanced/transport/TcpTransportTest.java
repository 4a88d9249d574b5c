package io.dockeradvanced.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Watchdog;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.lab.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tcp://} and {@code http://} without TLS. */
@Timeout(60)
class TcpTransportTest {

  private static UnreachableHost pingFails(String uri) {
    try (DockerHost host = DockerHost.connect(uri)) {
      UnreachableHost failure = catchThrowableOfType(UnreachableHost.class, host::apiVersion);
      assertThat(failure).hasMessageNotContaining("\n");
      assertThat(failure.requestMayHaveRun()).isFalse();
      return failure;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:%d", "http://127.0.0.1:%d/", "tcp://localhost:%d"})
  void ping_plainTcp_isAnswered(String uri) throws Exception {
    try (FakeEngine engine = new FakeEngine();
        TcpServer server = TcpServer.plain(TcpServer.toUnix(engine.uri()));
        DockerHost host = DockerHost.connect(uri.formatted(server.port()))) {
      assertThat(host.apiVersion()).isEqualTo("1.41");
      host.ping();
      assertThat(server.connections()).isEqualTo(1);
      // A server that serves several names must know which one is meant.
      assertThat(engine.seen().get(0).headers().get("host"))
          .isIn("127.0.0.1:" + server.port(), "localhost:" + server.port());
    }
  }

  @Test
  void ping_nobodyListens_saysWhatToCheck() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    assertThat(pingFails("tcp://127.0.0.1:" + port))
        .hasMessageContaining("tcp://127.0.0.1:%d refused the connection".formatted(port))
        .hasMessageContaining("2376");
  }

  @Test
  void ping_unknownName_saysSo() {
    assertThat(pingFails("tcp://no-such-host.invalid:2375"))
        .hasMessageContaining("no address is known for the host no-such-host.invalid");
  }

  /** A full queue looks as a firewall does that drops everything. */
  @Test
  void open_noAnswer_endsAtItsDeadline() throws Exception {
    List<AutoCloseable> held = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Transport transport =
            new TcpTransportProvider()
                .create(URI.create("tcp://127.0.0.1:" + full.getLocalPort()), Config.defaults())) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  held.add(transport.open(Duration.ofMillis(300)));
                }
              })
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("does not answer");
    }
    for (AutoCloseable one : held) {
      one.close();
    }
  }

  @Test
  void close_ofTheTransport_endsItsChannels() throws Exception {
    try (TcpServer server = TcpServer.plain(s -> s.getInputStream().read())) {
      Transport transport =
          new TcpTransportProvider().create(URI.create(server.uri()), Config.defaults());
      DuplexChannel channel = transport.open(Duration.ofSeconds(5));
      assertThat(channel.isIdle()).isTrue();

      transport.close();

      assertThat(channel.isOpen()).isFalse();
      assertThatThrownBy(() -> transport.open(Duration.ofSeconds(1)))
          .isInstanceOf(ConnectFailed.class);
    }
  }

  private static void answer(Socket socket, byte[] bytes) throws IOException {
    socket.getInputStream().read(new byte[4096]);
    socket.getOutputStream().write(bytes);
  }

  /** An alert, and what servers of Go (dockerd), nginx and Apache say in words. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0015\u0003\u0001\u0000\u0002\u0002\u0046",
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 53\r\n\r\n<center>The plain HTTP request was sent to HTTPS port",
        "HTTP/1.1 400 Bad Request\r\n\r\nReason: You're speaking plain HTTP to an SSL-enabled server port."
      })
  void ping_portOfTls_saysSo(String reply) throws Exception {
    byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
    try (TcpServer server = TcpServer.plain(s -> answer(s, bytes))) {
      assertThat(pingFails(server.uri()))
          .hasMessageContaining("speaks TLS, but was asked without")
          .hasMessageContaining("DOCKER_TLS_VERIFY=1");
    }
  }

  @Test
  void ping_portOfSomethingElse_saysSo() throws Exception {
    byte[] banner = "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII);
    try (TcpServer server = TcpServer.plain(s -> answer(s, banner));
        DockerHost host = DockerHost.connect(server.uri())) {
      assertThatThrownBy(host::ping)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("is this the address of a Docker Engine?");
    }
  }

  @Test
  void ping_tlsAtPortThatIsSilent_endsAtItsDeadline() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (TcpServer server =
            TcpServer.plain(
                s -> {
                  try {
                    end.await(30, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        Watchdog watchdog = new Watchdog();
        Transport transport =
            new TcpTransportProvider()
                .create(
                    URI.create("https://127.0.0.1:" + server.port()),
                    Config.defaults().use(Watchdog.class, watchdog))) {
      assertThatThrownBy(() -> transport.open(Duration.ofMillis(400)))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("does not finish a TLS handshake");
      end.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://web1,false,web1:2375",
    "tcp://web1,true,web1:2376",
    "TCP://web1:99,true,web1:99",
    "tcp://my_dind:2375,false,my_dind:2375",
    "tcp://[::1],true,[::1]:2376",
    "tcp://[fe80::1]:5/,false,[fe80::1]:5",
    "http://web1,false,web1:80",
    "https://web1,true,web1:443",
    "tcp://10.0.0.1:65535,false,10.0.0.1:65535"
  })
  void address_isTakenApart(String uri, boolean tls, String expected) {
    assertThat(TcpAddress.of(URI.create(uri), tls)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp:///",
        "tcp://:2375",
        "tcp://web1:0",
        "tcp://web1:65536",
        "tcp://web1:x",
        "tcp://web1:2375/below",
        "tcp://web1:2375?a=b",
        "tcp://u:geheim@web1:2375",
        "https://u:geheim@web1"
      })
  void connect_badAddress_isInvalidAndQuotesNoPassword(String uri) {
    assertThatThrownBy(() -> DockerHost.connect(uri))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageNotContainingAny("geheim", "\n");
  }

  @Test
  void connect_httpWithTlsMaterial_isRefused() {
    Config config = Config.defaults().use(TlsOptions.class, TlsOptions.ofJvm());

    assertThatThrownBy(() -> DockerHost.connect("http://web1", config))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("http:// is without TLS");
  }

  @Test
  void provider_otherSchemes_areNotIts() {
    for (String uri : List.of("unix:///x", "ssh://x", "npipe://x")) {
      assertThat(new TcpTransportProvider().supports(URI.create(uri))).isFalse();
      assertThat(new TcpTransportProvider().supports(URI.create(uri.toUpperCase(Locale.ROOT))))
          .isFalse();
    }
  }
}
