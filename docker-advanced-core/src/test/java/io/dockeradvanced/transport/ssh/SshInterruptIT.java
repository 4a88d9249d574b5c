package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Threads;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.transport.DuplexChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupt costs the caller its own channel and nobody else anything, over a jump as well. */
@Timeout(120)
class SshInterruptIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A server that is stopped by a test must not be given up meanwhile. */
  private static SshOptions patient(SshOptions options) {
    return options.keepAlive(Duration.ofSeconds(60), 3);
  }

  private static SshOptions over(LabSshd jump, LabSshd goal) throws Exception {
    return SshOptions.defaults()
        .configFile(
            SshFixture.config(
                goal,
                "over",
                jump.configFor("jump") + goal.configFor(LabSshd.ALIAS) + "  ProxyJump jump\n"));
  }

  private static int logins(LabSshd sshd) {
    return sshd.log().split("Accepted publickey", -1).length - 1;
  }

  /** Virtual threads where there are any: an interrupt would close a plain socket under them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interrupts_ofCallersAtAnyMoment_neverEndTheConnection(boolean overAJump) throws Exception {
    // Keys exchanged anew are one more thing that writers wait for.
    try (LabSshd goal = LabSshd.start("RekeyLimit 12K");
        LabSshd jump = LabSshd.start("RekeyLimit 8K");
        DockerHost host =
            SshFixture.connect(overAJump ? over(jump, goal) : SshFixture.options(goal))) {
      host.ping();
      AtomicInteger cancelled = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Thread caller =
            Threads.workers("caller")
                .newThread(
                    () -> {
                      for (int call = 0; call < 100; call++) {
                        try {
                          host.info();
                        } catch (Cancelled e) {
                          cancelled.incrementAndGet();
                          Thread.interrupted();
                        }
                      }
                    });
        callers.add(caller);
        caller.start();
      }
      Random random = new Random(7);
      while (callers.stream().anyMatch(Thread::isAlive)) {
        callers.get(random.nextInt(callers.size())).interrupt();
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }

      assertThat(cancelled).hasPositiveValue();
      host.ping();
      assertThat(logins(goal)).isEqualTo(1);
      assertThat(logins(jump)).isEqualTo(overAJump ? 1 : 0);
    }
  }

  /** The tunnel takes nothing more while its end stands still, so that writers wait in it. */
  @Test
  void interrupt_ofWritersInAFullTunnel_leavesTheConnectionAlone() throws Exception {
    try (LabSshd goal = LabSshd.start();
        LabSshd jump = LabSshd.start();
        SshTransport transport = SshFixture.transport(goal, patient(over(jump, goal)))) {
      DuplexChannel other = transport.open(SOON);
      List<Thread> writers = new ArrayList<>();
      List<CompletableFuture<Throwable>> ends = new ArrayList<>();
      AtomicLong written = new AtomicLong();
      List<DuplexChannel> channels = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        channels.add(transport.open(SOON));
      }
      goal.signalSessions("STOP");
      try {
        for (DuplexChannel channel : channels) {
          CompletableFuture<Throwable> end = new CompletableFuture<>();
          Thread writer = new Thread(() -> end.complete(writeForEver(channel, written)));
          writer.setDaemon(true);
          writers.add(writer);
          ends.add(end);
          writer.start();
        }
        Waiting.assertSoon("the tunnel is full", SOON, () -> standStill(writers, written));

        writers.forEach(Thread::interrupt);
        // Those who wait for their own channel end; the one in the tunnel has half a packet out.
        Waiting.until(
            Duration.ofSeconds(1), () -> ends.stream().allMatch(CompletableFuture::isDone));
      } finally {
        goal.signalSessions("CONT");
      }
      for (CompletableFuture<Throwable> end : ends) {
        assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
      }
      for (DuplexChannel channel : channels) {
        channel.close();
      }
      other
          .output()
          .write("GET /_ping HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(other.input().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.0 200");
      assertThat(logins(goal)).isEqualTo(1);
      assertThat(logins(jump)).isEqualTo(1);
    }
  }

  private static Throwable writeForEver(DuplexChannel channel, AtomicLong written) {
    try {
      channel
          .output()
          .write(
              "POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] piece = new byte[32 * 1024];
      while (true) {
        channel.output().write(piece);
        written.addAndGet(piece.length);
      }
    } catch (IOException e) {
      return e;
    }
  }

  /** More than all that a tunnel and two sockets hold was written, and now nobody gets on. */
  private static boolean standStill(List<Thread> writers, AtomicLong written) {
    long before = written.get();
    return !Waiting.until(
            Duration.ofMillis(500),
            () ->
                written.get() != before
                    || writers.stream().anyMatch(w -> w.getState() == Thread.State.RUNNABLE))
        && before > 1 << 20;
  }
}
