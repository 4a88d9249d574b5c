package io.dockeradvanced.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.Endpoint;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.lab.TcpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which TLS fails has its own sentence. */
@Timeout(60)
class TlsFailuresTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir static Path home;

  private static Authority authority;
  private static Authority other;
  private static Path server;
  private static Path client;
  private static FakeEngine engine;

  @BeforeAll
  static void certificates() {
    authority = Authority.create(home.resolve("ca"), "lab ca");
    other = Authority.create(home.resolve("other-ca"), "other ca");
    server = authority.issue(home.resolve("server"), "server", "IP:127.0.0.1", "DNS:localhost");
    client = authority.issue(home.resolve("client"), "client");
    engine = new FakeEngine();
  }

  @AfterAll
  static void end() {
    engine.close();
  }

  private static TcpServer server(Path directory, boolean clientMust, String... versions) {
    return TcpServer.tls(directory, clientMust, TcpServer.toUnix(engine.uri()), versions);
  }

  private static DockerHost host(TcpServer server, Path tls) {
    return DockerHost.connect(
        Endpoint.of(server.uri()).tls(TlsOptions.directory(tls)), Config.defaults());
  }

  private static UnreachableHost pingFails(TcpServer server, Path tls) {
    try (DockerHost host = host(server, tls)) {
      UnreachableHost failure = catchThrowableOfType(UnreachableHost.class, host::apiVersion);
      assertThat(failure)
          .as("the failure")
          .isNotNull()
          .hasMessageNotContainingAny("\n", "Exception");
      assertThat(failure).hasMessageStartingWith(host.name() + ": " + server.uri() + " ");
      assertThat(failure.requestMayHaveRun()).isFalse();
      return failure;
    }
  }

  private static Path serverWith(String name, Instant from, Instant to, String host) {
    return authority.issue(home.resolve(name), name, "EC", from, to, host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "ED25519"})
  void ping_everyKindOfKey_isAnswered(String kind) throws Exception {
    Instant to = NOW.plus(DAY);
    Path ours = authority.issue(home.resolve("c" + kind), "client", kind, NOW.minus(DAY), to);
    Path theirs =
        authority.issue(
            home.resolve("s" + kind), "server", kind, NOW.minus(DAY), to, "IP:127.0.0.1");
    try (TcpServer server = server(theirs, true);
        DockerHost host = host(server, ours)) {
      assertThat(host.apiVersion()).isEqualTo("1.41");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void ping_bothVersions_areAnsweredOverOneConnection(String version) throws Exception {
    try (TcpServer server = server(TlsFailuresTest.server, true, version);
        DockerHost host = host(server, client)) {
      for (int i = 0; i < 5; i++) {
        host.ping();
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** The engine has done it, and the reply is lost: nobody may say that nothing was sent. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void post_replyCut_mayHaveRun_andTheCertificateIsNotBlamed(String version) throws Exception {
    try (FakeEngine cutting = new FakeEngine();
        TcpServer server =
            TcpServer.tls(TlsFailuresTest.server, true, TcpServer.toUnix(cutting.uri()), version);
        DockerHost host = host(server, client)) {
      cutting.on(
          "POST",
          "/containers/x/stop",
          (request, wire) -> {
            throw new FakeEngine.Cut();
          });
      host.ping();

      UnreachableHost failure =
          catchThrowableOfType(
              UnreachableHost.class,
              () ->
                  Engine.of(host)
                      .send(Call.post("/containers/x/stop").within(Duration.ofSeconds(20))));

      assertThat(cutting.count("POST", "/containers/x/stop")).isEqualTo(1);
      assertThat(failure.requestMayHaveRun()).isTrue();
      assertThat(failure)
          .hasMessageContaining("may have run")
          .hasMessageNotContaining("certificate");
    }
  }

  @Test
  void ping_serverExpired_saysWhen() throws Exception {
    Instant end = NOW.minus(Duration.ofHours(2));
    Path expired = serverWith("expired", NOW.minus(DAY), end, "IP:127.0.0.1");
    try (TcpServer server = server(expired, false)) {
      assertThat(pingFails(server, client))
          .hasMessageContaining("shows a certificate (CN=expired) that expired on " + end)
          .hasMessageContaining("renew it");
    }
  }

  @Test
  void ping_serverNotYetValid_saysWhenAndPointsToTheClock() throws Exception {
    Instant begin = NOW.plus(Duration.ofHours(2));
    Path early = serverWith("early", begin, NOW.plus(DAY), "IP:127.0.0.1");
    try (TcpServer server = server(early, false)) {
      assertThat(pingFails(server, client))
          .hasMessageContaining("(CN=early) that is not valid before " + begin)
          .hasMessageContaining("clock");
    }
  }

  @Test
  void ping_otherHostName_saysWhichNamesThereAre() throws Exception {
    Path elsewhere =
        authority.issue(home.resolve("elsewhere"), "web1", "DNS:web1.example", "IP:10.1.2.3");
    try (TcpServer server = server(elsewhere, false)) {
      assertThat(pingFails(server, client))
          .hasMessageContaining("a certificate for web1.example; 10.1.2.3, not for 127.0.0.1");
    }
  }

  @Test
  void ping_otherAuthority_namesBoth() throws Exception {
    Path theirs = other.issue(home.resolve("theirs"), "server", "IP:127.0.0.1");
    try (TcpServer server = server(theirs, false)) {
      assertThat(pingFails(server, client))
          .hasMessageContaining("(CN=server, issued by CN=other ca)")
          .hasMessageContaining(client.resolve("ca.pem") + " (CN=lab ca)");
    }
  }

  @Test
  void ping_authorityExpired_saysSo() throws Exception {
    Instant end = NOW.minus(Duration.ofHours(1));
    Authority old = Authority.create(home.resolve("old-ca"), "old ca", NOW.minus(DAY), end);
    Path theirs = old.issue(home.resolve("by-old"), "server", "IP:127.0.0.1");
    Path ours = old.issue(home.resolve("us-by-old"), "client");
    try (TcpServer server = server(theirs, false)) {
      assertThat(pingFails(server, ours))
          .hasMessageContaining("CN=old ca")
          .hasMessageContaining("expired on " + end);
    }
  }

  @Test
  void ping_notTrustedByTheJvm_saysSo() throws Exception {
    try (TcpServer server = server(TlsFailuresTest.server, false);
        DockerHost host = DockerHost.connect("https://127.0.0.1:" + server.port())) {
      assertThatThrownBy(host::apiVersion)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("none of the authorities of the Java runtime has signed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void ping_clientCertificateMissing_saysWhereToPutIt(String version) throws Exception {
    Path bare = Files.createDirectories(home.resolve("bare-" + version));
    Files.copy(authority.certificate(), bare.resolve("ca.pem"));
    try (TcpServer server = server(TlsFailuresTest.server, true, version)) {
      assertThat(pingFails(server, bare))
          .hasMessageContaining("asks for a client certificate and there is none")
          .hasMessageContaining("cert.pem and key.pem into " + bare);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void ping_clientCertificateOfOthers_namesItsIssuer(String version) throws Exception {
    Path ours = other.issue(home.resolve("foreign-" + version), "stranger");
    Files.copy(
        authority.certificate(),
        ours.resolve("ca.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    try (TcpServer server = server(TlsFailuresTest.server, true, version)) {
      assertThat(pingFails(server, ours))
          .hasMessageContaining("does not accept our client certificate (CN=stranger, issued by")
          .hasMessageContaining("CN=other ca")
          .hasMessageContaining("CN=lab ca");
    }
  }

  @Test
  void ping_clientCertificateExpired_saysWhen() throws Exception {
    Instant end = NOW.minus(Duration.ofHours(2));
    Path ours =
        authority.issue(home.resolve("old-client"), "old client", "EC", NOW.minus(DAY), end);
    try (TcpServer server = server(TlsFailuresTest.server, true)) {
      assertThat(pingFails(server, ours))
          .hasMessageContaining("(CN=old client, issued by CN=lab ca; it expired on " + end);
    }
  }

  @Test
  void ping_plainPort_saysThatItIsPlain() throws Exception {
    byte[] go =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request"
            .getBytes(StandardCharsets.US_ASCII);
    try (TcpServer server =
        TcpServer.plain(
            s -> {
              s.getInputStream().read(new byte[4096]);
              s.getOutputStream().write(go);
            })) {
      assertThat(pingFails(server, client))
          .hasMessageContaining("answers in plain HTTP, not in TLS")
          .hasMessageContaining("2376");
    }
  }

  @Test
  void ping_portOfSomethingElse_saysSo() throws Exception {
    try (TcpServer server =
        TcpServer.plain(
            s -> s.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(pingFails(server, client)).hasMessageContaining("something that is not TLS");
    }
  }

  @Test
  void ping_connectionEndedAtOnce_saysSo() throws Exception {
    try (TcpServer server = TcpServer.plain(s -> {})) {
      assertThat(pingFails(server, client))
          .hasMessageContaining("ended the connection during the TLS handshake");
    }
  }

  /** A real port with TLS, asked in plain HTTP: the JDK answers with an alert. */
  @Test
  void ping_tlsPortAskedInPlain_saysSo() throws Exception {
    try (TcpServer server = server(TlsFailuresTest.server, false);
        DockerHost host = DockerHost.connect(server.uri())) {
      assertThatThrownBy(host::apiVersion)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("speaks TLS, but was asked without");
    }
  }

  @Test
  void connect_badMaterial_isInvalidBeforeAnythingIsOpened() throws Exception {
    Path directory = home.resolve("bad");
    assertInvalid(directory, "there is no such directory");
    Files.createDirectories(directory);
    assertInvalid(directory, "none of ca.pem, cert.pem and key.pem");
    Files.writeString(directory.resolve("ca.pem"), "hello");
    assertInvalid(directory, "ca.pem: it has no certificate");
    Files.delete(directory.resolve("ca.pem"));
    Files.copy(client.resolve("ca.pem"), directory.resolve("ca.pem"));
    Files.copy(client.resolve("cert.pem"), directory.resolve("cert.pem"));
    assertInvalid(directory, "cert.pem: there is no key.pem beside it");
    Files.copy(server.resolve("key.pem"), directory.resolve("key.pem"));
    assertInvalid(directory, "key.pem: it does not belong to cert.pem (CN=client)");
    Files.delete(directory.resolve("cert.pem"));
    assertInvalid(directory, "key.pem: there is no cert.pem beside it");
  }

  private static void assertInvalid(Path directory, String words) {
    assertThatThrownBy(
            () ->
                DockerHost.connect(
                    Endpoint.of("tcp://127.0.0.1:9").tls(TlsOptions.directory(directory)),
                    Config.defaults()))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void ping_materialInMemory_isAnswered() throws Exception {
    TlsOptions options =
        TlsOptions.pem(
            Files.readString(client.resolve("ca.pem")),
            Files.readString(client.resolve("cert.pem")),
            Files.readString(client.resolve("key.pem")));
    assertThat(options.toString()).isEqualTo("TLS, trusting CN=lab ca, as CN=client");
    try (TcpServer server = server(TlsFailuresTest.server, true);
        DockerHost host =
            DockerHost.connect(server.uri(), Config.defaults().use(TlsOptions.class, options))) {
      assertThat(host.apiVersion()).isEqualTo("1.41");
    }
  }

  @Test
  void options_ofOtherKey_areRefused() throws IOException, Pem.Unusable {
    var chain = Pem.certificates(Files.readString(client.resolve("cert.pem")));
    var key = Pem.privateKey(Files.readString(server.resolve("key.pem")));

    assertThatThrownBy(() -> TlsOptions.ofJvm().identity(key, chain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not belong");
  }
}
