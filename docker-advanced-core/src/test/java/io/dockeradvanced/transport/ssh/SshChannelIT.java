package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.Waiting;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moments of one channel that come by chance elsewhere. */
@Timeout(120)
class SshChannelIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /**
   * The answer comes after the interrupt, but before the one who waited gets to run. The server is
   * stopped, so that this moment can be made.
   */
  @Test
  void interrupt_asTheChannelOpens_closesIt() throws Exception {
    try (LabSshd sshd = LabSshd.start()) {
      // A server that is stopped must not be given up meanwhile.
      SshOptions options = SshFixture.options(sshd).keepAlive(Duration.ofSeconds(60), 3);
      SshAddress address = SshAddress.parse(URI.create(SshFixture.address(LabSshd.ALIAS)));
      List<SshLink> links =
          new SshDialer(options, new SshResolver(options, SshEnvironment.ofProcess()).way(address))
              .dial();
      SshLink link = links.get(0);
      SshConnection connection = new SshConnection(links, SshFixture.socket(), 1 << 20);
      try (connection) {
        sshd.signalSessions("STOP");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller =
            new Thread(
                () -> {
                  try {
                    connection.open(System.nanoTime() + SOON.toNanos(), () -> {});
                    ended.complete(new AssertionError("it was opened"));
                  } catch (IOException e) {
                    ended.complete(e);
                  }
                });
        caller.start();
        Waiting.assertSoon("it asks for a channel", SOON, () -> link.connection().get(0) != null);
        SshChannel channel = (SshChannel) link.connection().get(0);
        Waiting.assertSoon("it waits", SOON, () -> caller.getState() == Thread.State.TIMED_WAITING);

        channel.lock.lock();
        try {
          caller.interrupt();
          Waiting.assertSoon("it wakes up", SOON, () -> channel.lock.hasQueuedThread(caller));
          channel.handle(
              Message.CHANNEL_OPEN_CONFIRMATION,
              new SSHPacket().putUInt32(0).putUInt32(1 << 20).putUInt32(SshjChannel.PACKET));
        } finally {
          channel.lock.unlock();
        }

        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        assertThat(channel.isOpen()).isFalse();
        sshd.signalSessions("CONT");
        Waiting.assertSoon(
            "the channel is forgotten", SOON, () -> link.connection().get(0) == null);
        assertThat(link.lost()).isNull();
      } finally {
        sshd.signalSessions("CONT");
      }
    }
  }
}
