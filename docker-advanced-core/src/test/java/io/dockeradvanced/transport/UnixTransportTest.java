package io.dockeradvanced.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixTransportTest {
  @TempDir Path directory;

  private UnreachableHost pingFails(String uri) {
    long begin = System.nanoTime();
    try (DockerHost host = DockerHost.connect(uri)) {
      UnreachableHost failure =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              UnreachableHost.class, host::apiVersion);
      assertThat(failure.requestMayHaveRun()).isFalse();
      assertThat(failure.host()).contains(host.name());
      // A host that has never answered is not tried again and again.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      return failure;
    }
  }

  @Test
  void open_noSocket_asksWhetherTheEngineRuns() {
    Path missing = directory.resolve("none.sock");

    assertThat(pingFails("unix://" + missing))
        .hasMessageContaining(missing + " does not exist: is the Docker Engine running?");
  }

  @Test
  void open_ordinaryFile_isNotASocket() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(pingFails("unix://" + file)).hasMessageContaining("is not a socket");
  }

  @Test
  void open_nobodyListens_isRefused() throws Exception {
    Path socket = directory.resolve("dead.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }

    assertThat(pingFails("unix://" + socket)).hasMessageContaining("refused the connection");
  }

  /** In another process, because root is let in everywhere until it gives that right away. */
  @Test
  void open_noPermission_namesTheGroup() throws Exception {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--bounding-set=-all"));
    }
    try (FakeEngine fake = new FakeEngine()) {
      Files.setPosixFilePermissions(fake.path(), PosixFilePermissions.fromString("---------"));
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Ping.class.getName(),
              fake.uri()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(said)
          .contains("UnreachableHost")
          .contains("no permission to use " + fake.path())
          .contains("group docker");
      assertThat(process.waitFor()).isZero();
    }
  }

  /** Says why a ping fails. */
  static final class Ping {
    public static void main(String[] args) {
      try (DockerHost host = DockerHost.connect(args[0])) {
        host.ping();
      } catch (UnreachableHost e) {
        System.out.println(e);
      }
    }
  }

  @Test
  void open_queueFull_endsAtItsDeadline() throws Exception {
    Path socket = directory.resolve("stuck.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var watchdog = new io.dockeradvanced.internal.Watchdog();
        var transport = new UnixTransport(socket, watchdog)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);

      assertThatThrownBy(
              () -> {
                while (true) {
                  transport.open(Duration.ofMillis(200));
                }
              })
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("takes no new connections");
    }
  }

  @Test
  void close_ofTheTransport_endsItsChannels() throws Exception {
    try (FakeEngine fake = new FakeEngine()) {
      var transport = new UnixTransport(fake.path(), null);
      DuplexChannel channel = transport.open(Duration.ofSeconds(1));
      assertThat(channel.isIdle()).isTrue();

      transport.close();

      assertThat(channel.isOpen()).isFalse();
      assertThatThrownBy(() -> transport.open(Duration.ofSeconds(1)))
          .isInstanceOf(ConnectFailed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gopher://web1:2376", "fd://ops@3", "x:/y"})
  void connect_otherScheme_saysWhatIsSupported(String uri) {
    assertThatThrownBy(() -> DockerHost.connect(uri))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContainingAll("unix://", "tcp://", "http(s)://", "ssh://")
        .hasMessageNotContainingAny("ops@", "\n");
  }

  @Test
  void connect_namedPipe_saysWhatToUseInstead() {
    assertThatThrownBy(() -> DockerHost.connect("npipe:////./pipe/docker_engine"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContainingAll("tcp://localhost:2375", "WSL")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/var/run/docker.sock", "unix://", "unix:///", "unix://var/run/x", "a b://c"})
  void connect_noAddress_isInvalid(String uri) {
    assertThatThrownBy(() -> DockerHost.connect(uri)).isInstanceOf(InvalidSpec.class);
  }

  @Test
  void connect_pathTooLong_isInvalid() {
    assertThatThrownBy(() -> DockerHost.connect("unix:///" + "x".repeat(107)))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("107 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://u:geheim@h",
        "ssh://u:ge@heim:geheim@h:22/x",
        "ssh://u:pass/geheim@h",
        "xyz://geheim@h:1",
        "s sh://u:geheim@h"
      })
  void connect_uriWithPassword_isNotQuoted(String uri) {
    assertThatThrownBy(() -> DockerHost.connect(uri))
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }
}
