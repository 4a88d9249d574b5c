package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.internal.Notices;
import io.dockeradvanced.transport.ConnectFailed;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens before there is any server. */
@Timeout(60)
class SshTransportTest {
  @TempDir Path home;

  private static ThreadFactory noneAtFirst(AtomicInteger asked) {
    return task ->
        new Thread(task) {
          @Override
          public void start() {
            if (asked.incrementAndGet() == 1) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            setDaemon(true);
            super.start();
          }
        };
  }

  @Test
  void open_noThreadToConnectWith_saysSoAndTheNextOneTriesAgain() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    AtomicInteger asked = new AtomicInteger();
    try (SshTransport transport =
        new SshTransport(
            SshAddress.parse(URI.create("ssh://127.0.0.1:" + port)),
            SshOptions.defaults().withoutConfigFile(),
            new SshEnvironment(home, "me", Map.of(), home),
            new Notices(),
            noneAtFirst(asked))) {

      assertThatThrownBy(() -> transport.open(Duration.ofSeconds(20)))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("native thread");
      assertThatThrownBy(() -> transport.open(Duration.ofSeconds(20)))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("refused the connection");

      assertThat(asked).hasValue(2);
      assertThat(transport.openChannels()).isZero();
    }
  }

  @Test
  void notices_ofTwoOwners_areToldToEach() {
    Notices one = new Notices();

    assertThat(one.isNew("a warning")).isTrue();
    assertThat(one.isNew("a warning")).isFalse();
    assertThat(new Notices().isNew("a warning")).isTrue();
  }
}
