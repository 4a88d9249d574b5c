package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.TcpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTPS with a CA of one's own, and servers that do not speak as registries do. */
@Timeout(120)
class RegistryWireTest {
  private static final byte[] MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir static Path home;

  private static Authority authority;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();

  @BeforeAll
  static void authority() {
    authority = Authority.create(home.resolve("ca"), "lab ca");
  }

  private static DockerAdvanced owner(RegistryOptions options) {
    return DockerAdvanced.create(
        Config.defaults()
            .use(RegistryOptions.class, options)
            .use(RegistryCredentials.class, RegistryCredentials.none()));
  }

  private static ImageReference reference(TcpServer server) {
    return ImageReference.parse("127.0.0.1:" + server.port() + "/shop/web:1");
  }

  /** The first line of a request; what is left of it is not looked at. */
  private String request(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = String.valueOf(in.readLine());
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      // The headers.
    }
    asked.add(first);
    return first;
  }

  private void serve(Socket socket) throws IOException {
    boolean isHead = request(socket).startsWith("HEAD ");
    String head =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\nDocker-Content-Digest: %s\r\n\r\n"
            .formatted(MANIFEST.length, Digest.of(MANIFEST));
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(isHead ? new byte[0] : MANIFEST);
    socket.getOutputStream().flush();
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** As docs/images.md says; it is the application's own to change what it trusts. */
  @Test
  void authorityThatThisProcessTrusts_isTrusted() throws Exception {
    Path files = authority.issue(home.resolve("good"), "registry", "IP:127.0.0.1");
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(trusting(authority.certificate()));
    try (TcpServer server = TcpServer.tls(files, false, this::serve);
        DockerAdvanced da = owner(RegistryOptions.defaults())) {
      assertThat(RegistryClient.of(da).digest(reference(server))).isEqualTo(Digest.of(MANIFEST));
      assertThat(asked).contains("HEAD /v2/shop/web/manifests/1 HTTP/1.1");
    } finally {
      SSLContext.setDefault(before);
    }
  }

  /** Nothing is asked of it, and nothing is tried twice. */
  @Test
  void authorityThatNobodyTrusts_isRefused_alsoWherePlainHttpMayBeSpoken() throws Exception {
    Path files = authority.issue(home.resolve("untrusted"), "registry", "IP:127.0.0.1");
    try (TcpServer server = TcpServer.tls(files, false, this::serve);
        DockerAdvanced da =
            owner(RegistryOptions.defaults().insecure("127.0.0.1:" + server.port()))) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference(server)))
          .isInstanceOf(RegistryUnreachable.class)
          .hasMessageContaining("HTTPS does not come about")
          .hasMessageContaining("see that its certificate is trusted");
      assertThat(asked).noneMatch(line -> line.contains("/v2/"));
      assertThat(server.connections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void certificateForAnotherName_isRefused() throws Exception {
    Path files = authority.issue(home.resolve("other"), "registry", "DNS:registry.example");
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(trusting(authority.certificate()));
    try (TcpServer server = TcpServer.tls(files, false, this::serve);
        DockerAdvanced da = owner(RegistryOptions.defaults())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference(server)))
          .isInstanceOf(RegistryUnreachable.class)
          .hasMessageContaining("HTTPS does not come about");
      assertThat(asked).noneMatch(line -> line.contains("/v2/"));
    } finally {
      SSLContext.setDefault(before);
    }
  }

  /** Answers the look whether it is there, and then what has no end. */
  private void endless(Socket socket, String begin, String more) throws IOException {
    String first = request(socket);
    OutputStream out = socket.getOutputStream();
    if (first.contains(" /v2/ ")) {
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      request(socket);
    }
    out.write(begin.getBytes(StandardCharsets.US_ASCII));
    byte[] piece = more.repeat(100).getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(piece);
      sent.addAndGet(piece.length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK^', 'X-More: yyyyyyyyyyyyyyyyyyyyyyyy^'",
    "'HTTP/1.1 200 OK^X-Long: ', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyy'",
    "'HTTP/1.1 200 ', 'OK OK OK OK OK OK OK OK OK OK'",
    "'', 'HTTP/1.1 102 Processing^^'",
    "'SSH-2.0-OpenSSH_9^', 'what else^'",
    "'@[31mred@[0m^', 'what else^'",
  })
  void answerWithoutEnd_isGivenUpSoonAndOnce(String begin, String more) throws Exception {
    try (TcpServer server =
            TcpServer.plain(
                socket ->
                    endless(
                        socket,
                        begin.replace("^", "\r\n").replace('@', '\u001b'),
                        more.replace("^", "\r\n")));
        DockerAdvanced da = owner(RegistryOptions.defaults())) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference(server)))
          .isInstanceOf(RegistryUnreachable.class)
          .hasMessageContaining("does not speak HTTP as a registry does")
          .hasMessageMatching("[\\p{Print}…]{1,600}");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      assertThat(asked).filteredOn(line -> line.startsWith("HEAD ")).hasSize(1);
      assertThat(sent).as("what of it was taken").hasValueLessThan(64L << 20);
    }
  }
}
