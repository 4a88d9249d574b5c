package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.LabSshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a host cannot be reached says what, where and what to try. */
@Timeout(120)
class SshFaultsIT {
  private static LabSshd sshd;
  @TempDir Path directory;

  @BeforeAll
  static void start() {
    sshd = LabSshd.start();
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private static UnreachableHost fails(String address, SshOptions options) {
    try (DockerHost host =
        DockerHost.connect(address, Config.defaults().use(SshOptions.class, options))) {
      UnreachableHost failure = catchThrowableOfType(UnreachableHost.class, host::ping);
      assertThat(failure).isNotNull();
      assertThat(failure.requestMayHaveRun()).isFalse();
      assertThat(failure.getMessage()).doesNotContainPattern("\\p{Cntrl}");
      return failure;
    }
  }

  private static UnreachableHost fails(SshOptions options) {
    return fails(SshFixture.address(LabSshd.ALIAS), options);
  }

  private SshOptions config(String text) throws IOException {
    return SshOptions.defaults().configFile(Files.writeString(directory.resolve("config"), text));
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  @Test
  void ping_wrongPort_saysThatNobodyListens() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      free.close();
      assertThat(fails("ssh://lab:" + port, SshFixture.options(sshd)))
          .hasMessageContaining("port %d of 127.0.0.1 refused the connection".formatted(port))
          .hasMessageContaining("whether sshd runs there");
    }
  }

  @Test
  void ping_portOfSomethingSilent_saysSo() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(
              fails(
                  "ssh://lab:" + silent.getLocalPort(),
                  SshFixture.options(sshd).connectTimeout(Duration.ofMillis(700))))
          .hasMessageContaining("says nothing");
    }
  }

  @Test
  void ping_versionWithControlCharacters_isShownWithoutThem() throws Exception {
    try (ServerSocket hostile = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = hostile.accept()) {
                  socket
                      .getOutputStream()
                      .write("SSH-2.0-\u001b[2Jroot\u0007\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.shutdownOutput();
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // Then the test says what it got.
                }
              });
      server.setDaemon(true);
      server.start();

      // That there are none is looked at for every failure.
      assertThat(fails("ssh://lab:" + hostile.getLocalPort(), SshFixture.options(sshd)))
          .hasMessageContaining("[2Jroot");
    }
  }

  @Test
  void ping_programSaysControlCharacters_areNotShown() {
    try (LabSshd hostile =
        LabSshd.start(
            "AllowStreamLocalForwarding no",
            "ForceCommand printf '\\033[2Jowned\\a' >&2; exit 3")) {
      assertThat(fails(SshFixture.options(hostile)))
          .hasMessageContaining("it ended with 3")
          .hasMessageContaining("[2Jowned");
    }
  }

  @Test
  void ping_nameThatIsNowhere_saysSo() {
    assertThat(fails("ssh://nowhere.invalid", SshOptions.defaults().withoutConfigFile()))
        .hasMessageContaining("the name nowhere.invalid leads to no address");
  }

  @Test
  void ping_wrongKey_saysWhatWasTried() throws Exception {
    Path other = sshd.newKey("other", "ed25519", "");

    assertThat(fails(SshFixture.options(sshd).identity(other)))
        .hasMessageContaining("the server does not let " + user() + " in")
        .hasMessageContaining("it takes: publickey")
        .hasMessageContaining(other.toString())
        .hasMessageContaining("authorized_keys");
  }

  @Test
  void ping_unknownUser_isRefused() {
    assertThat(fails("ssh://nobody-here@lab", SshFixture.options(sshd)))
        .hasMessageContaining("does not let nobody-here in");
  }

  @Test
  void ping_noKeyAtAll_saysSo() throws Exception {
    SshOptions none =
        config(sshd.configFor("lab").replaceAll("IdentityFile.*", "IdentityFile none"));

    assertThat(fails(none)).hasMessageContaining("there was no key to try");
  }

  @Test
  void ping_keyThatOthersCanRead_isNotUsed() throws Exception {
    Path open = sshd.newKey("open", "ed25519", "");
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(fails(SshFixture.options(sshd).identity(open)))
        .hasMessageContaining("chmod 600 " + open);
  }

  @Test
  void ping_unknownHost_showsItsFingerprint() throws Exception {
    SshOptions unknown =
        config(sshd.configFor("lab").replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile none"));

    assertThat(fails(unknown))
        .hasMessageContaining("the server is not known")
        .hasMessageContaining(sshd.hostKeyFingerprint())
        .hasMessageContaining("HostKeys.acceptNew");
  }

  @Test
  void ping_changedHostKey_showsBothFingerprintsAndThePlace() throws Exception {
    Path other = sshd.newKey("otherhost", "ed25519", "");
    Path known =
        Files.writeString(
            directory.resolve("known"),
            "# first\n[127.0.0.1]:%d %s"
                .formatted(sshd.port(), Files.readString(Path.of(other + ".pub"))));
    SshOptions changed =
        config(
            sshd.configFor("lab")
                .replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile " + known));
    String old = LabSshd.run("ssh-keygen", "-lf", other + ".pub").split(" ")[1];

    assertThat(fails(changed))
        .hasMessageContaining("CHANGED")
        .hasMessageContaining(sshd.hostKeyFingerprint())
        .hasMessageContaining(old)
        .hasMessageContaining(known + ":2")
        .hasMessageContaining("ssh-keygen -f %s -R '[127.0.0.1]:%d'".formatted(known, sshd.port()));
    // Not by acceptNew either.
    assertThat(fails(changed.hostKeys(HostKeys.acceptNew(known)))).hasMessageContaining("CHANGED");
  }

  @Test
  void ping_revokedHostKey_isRefused() throws Exception {
    Path known =
        Files.writeString(
            directory.resolve("known"),
            "[127.0.0.1]:%d %s\n@revoked * %s\n"
                .formatted(sshd.port(), sshd.hostKey(), sshd.hostKey()));
    SshOptions revoked =
        config(
            sshd.configFor("lab")
                .replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile " + known));

    assertThat(fails(revoked)).hasMessageContaining("revoked").hasMessageContaining(known + ":2");
  }

  @Test
  void ping_otherFingerprint_isRefused() {
    String other = "SHA256:" + "A".repeat(43);

    assertThat(fails(SshFixture.options(sshd).hostKeys(HostKeys.fingerprints(other))))
        .hasMessageContaining(sshd.hostKeyFingerprint())
        .hasMessageContaining("only " + other + " is trusted");
  }

  @Test
  void ping_noSuchSocket_saysWhatTheServerSaid() {
    assertThat(fails("ssh://lab/nowhere/docker.sock", SshFixture.options(sshd)))
        .hasMessageContaining("the engine's socket /nowhere/docker.sock cannot be reached there")
        .hasMessageContaining("dial-stdio");
  }

  @Test
  void ping_neitherSocketsNorTheCommand_saysBoth() {
    try (LabSshd closed =
        LabSshd.start("AllowStreamLocalForwarding no", "ForceCommand /bin/false")) {
      assertThat(fails(SshFixture.options(closed)))
          .hasMessageContaining("cannot be reached there")
          .hasMessageContaining("it ended with 1");
    }
  }

  @Test
  void connect_proxyJumpInACircle_isRefusedBeforeAnythingIsOpened() throws Exception {
    SshOptions circle =
        config("Host a\n ProxyJump b\nHost b\n ProxyJump c\nHost c\n ProxyJump a\n");

    assertThatThrownBy(
            () -> DockerHost.connect("ssh://a", Config.defaults().use(SshOptions.class, circle)))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("ProxyJump leads in a circle")
        .hasMessageContaining("@a:22")
        .hasMessageContaining("@b:22");
  }

  @Test
  void connect_proxyCommand_isRefusedWithItsPlace() throws Exception {
    SshOptions command = config("Host a\n  ProxyCommand nc %h %p\n");

    assertThatThrownBy(
            () -> DockerHost.connect("ssh://a", Config.defaults().use(SshOptions.class, command)))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("config:2")
        .hasMessageContaining("ProxyCommand is not supported")
        .hasMessageContaining("ProxyJump");
  }

  @Test
  void ping_jumpHostMayNotForward_saysWhatToAllow() throws Exception {
    try (LabSshd jump = LabSshd.start("AllowTcpForwarding no")) {
      SshOptions over =
          config(jump.configFor("jump") + sshd.configFor("lab") + "  ProxyJump jump\n");

      assertThat(fails(over))
          .hasMessageContaining("the jump host jump cannot connect to port " + sshd.port())
          .hasMessageContaining("AllowTcpForwarding");
    }
  }
}
