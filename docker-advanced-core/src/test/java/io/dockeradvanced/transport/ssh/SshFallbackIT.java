package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.transport.ConnectFailed;
import io.dockeradvanced.transport.DuplexChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that allow less: no sockets, few sessions, few logins. */
@Timeout(180)
class SshFallbackIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static String ping(DuplexChannel channel) throws IOException {
    channel
        .output()
        .write("GET /_ping HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return new String(channel.input().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void streamLocalForbidden_theDockerCommandServes() throws Exception {
    try (LabSshd sshd = LabSshd.start("AllowStreamLocalForwarding no");
        DockerHost host = SshFixture.connect(sshd)) {
      assertThat(host.info().serverVersion()).isNotBlank();

      try (EngineResponse export =
          Engine.of(host).open(Call.get("/images/docker-advanced-lab/busybox:1/get"))) {
        assertThat(export.body().transferTo(java.io.OutputStream.nullOutputStream()))
            .isGreaterThan(1 << 20);
      }
    }
  }

  /** Every way to open sockets is closed, the user's home included. */
  @Test
  void streamLocalForbidden_sessionsRunOut_saysWhatToRaise() throws Exception {
    try (LabSshd sshd = LabSshd.start("DisableForwarding yes", "MaxSessions 2");
        SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      DuplexChannel first = transport.open(SOON);
      DuplexChannel second = transport.open(SOON);

      assertThatThrownBy(() -> transport.open(SOON))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("MaxSessions")
          .hasMessageContaining("AllowStreamLocalForwarding");
      assertThat(transport.openChannels()).isEqualTo(2);

      assertThat(ping(second)).startsWith("HTTP/1.0 200");
      first.close();
      second.close();
      Waiting.assertSoon(
          "the sessions are free again",
          SOON,
          () -> {
            try (DuplexChannel third = transport.open(SOON)) {
              return ping(third).startsWith("HTTP/1.0 200");
            } catch (IOException e) {
              return false;
            }
          });
    }
  }

  @Test
  void maxSessionsOne_thirtySocketsAreOpenedAllTheSame() throws Exception {
    try (LabSshd sshd = LabSshd.start("MaxSessions 1");
        SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd))) {
      List<DuplexChannel> channels = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        channels.add(transport.open(SOON));
      }
      for (DuplexChannel channel : channels) {
        assertThat(ping(channel)).startsWith("HTTP/1.0 200");
      }
    }
  }

  /** Others are busy logging in: sshd drops us until they are done. */
  @Test
  void maxStartupsReached_isTriedAgainUntilThereIsRoom() throws Exception {
    try (LabSshd sshd = LabSshd.start("MaxStartups 1", "LoginGraceTime 600");
        SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd));
        Socket busy = new Socket(InetAddress.getLoopbackAddress(), sshd.port())) {
      assertThat(busy.getInputStream().read()).isEqualTo('S');
      Thread frees =
          new Thread(
              () -> {
                Waiting.until(SOON, () -> sshd.log().contains("MaxStartups"));
                try {
                  busy.close();
                } catch (IOException e) {
                  // It is closed below as well.
                }
              });
      frees.start();

      assertThat(ping(transport.open(SOON))).startsWith("HTTP/1.0 200");

      frees.join();
      assertThat(sshd.log()).contains("MaxStartups");
    }
  }

  @Test
  void maxStartupsReached_forGood_saysSo() throws Exception {
    try (LabSshd sshd = LabSshd.start("MaxStartups 1", "LoginGraceTime 600");
        SshTransport transport = SshFixture.transport(sshd, SshFixture.options(sshd));
        Socket busy = new Socket(InetAddress.getLoopbackAddress(), sshd.port())) {
      assertThat(busy.getInputStream().read()).isEqualTo('S');

      assertThatThrownBy(() -> transport.open(SOON))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("drops the connection before the login")
          .hasMessageContaining("MaxStartups");
    }
  }
}
