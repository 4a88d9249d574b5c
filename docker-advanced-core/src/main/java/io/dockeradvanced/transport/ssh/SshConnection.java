package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.transport.ConnectFailed;
import io.dockeradvanced.transport.DuplexChannel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the engine's host on which channels to the engine's socket are opened: by the
 * server itself, or where that is forbidden by the docker command there.
 */
final class SshConnection implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);
  private static final String STREAM_LOCAL = "direct-streamlocal@openssh.com";
  private static final byte[] PROBE =
      "HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HEAD = 16 * 1024;

  private enum Way {
    UNKNOWN,
    STREAM_LOCAL,
    COMMAND
  }

  private final List<SshLink> links;
  private final SshLink link;
  private final String socket;
  private final int window;
  private volatile Way way = Way.UNKNOWN;

  SshConnection(List<SshLink> links, String socket, int window) {
    this.links = links;
    this.link = links.get(links.size() - 1);
    this.socket = socket;
    this.window = window;
  }

  /** Whether channels can be opened; no once any connection on the way is lost. */
  boolean isAlive() {
    return lost().isEmpty();
  }

  /** Why it is of no use any more. */
  Optional<IOException> lost() {
    return links.stream().map(SshLink::lost).filter(Objects::nonNull).findFirst();
  }

  /** Whether the docker command has to serve because the server opens no sockets. */
  boolean usesCommand() {
    return way == Way.COMMAND;
  }

  /**
   * A channel to the engine.
   *
   * @param onClose runs when the channel is closed; not when this method fails
   */
  DuplexChannel open(long deadline, Runnable onClose) throws IOException {
    try {
      SshChannel channel = way == Way.COMMAND ? command(deadline) : streamLocal(deadline);
      channel.onClose(onClose);
      return channel;
    } catch (SshChannel.OpenTimedOut e) {
      throw tooSlow(e);
    }
  }

  private SshChannel streamLocal(long deadline) throws IOException {
    try {
      SshChannel channel =
          SshChannel.open(
              link,
              STREAM_LOCAL,
              window,
              deadline,
              p -> p.putString(socket).putString("").putUInt32(0));
      way = Way.STREAM_LOCAL;
      return channel;
    } catch (OpenFailException e) {
      if (way == Way.STREAM_LOCAL) {
        throw engineDown("the server cannot open it (%s)".formatted(e.getMessage()), e);
      }
      // sshd says the same whether it may not, or nobody listens there.
      return byCommandInstead(e, deadline);
    }
  }

  private ConnectFailed tooSlow(IOException cause) {
    return new ConnectFailed(
        "%s: the server did not open a channel in time: is it overloaded?"
            .formatted(link.settings().shown()),
        true,
        cause);
  }

  private ConnectFailed engineDown(String why, IOException cause) {
    SshSettings host = link.settings();
    return new ConnectFailed(
        "%s: the engine's socket %s cannot be reached there: %s. Is the Docker Engine running, and is %s in the group docker?"
            .formatted(host.shown(), socket, why, host.user()),
        true,
        cause);
  }

  // ---- the docker command

  private SshChannel byCommandInstead(OpenFailException refusal, long deadline) throws IOException {
    SshChannel channel;
    try {
      channel = command(deadline);
    } catch (OpenFailException e) {
      throw engineDown(
          "the server opens neither the socket (%s) nor a session for the docker command (%s)"
              .formatted(refusal.getMessage(), e.getMessage()),
          refusal);
    }
    try {
      String problem = probe(channel, deadline);
      if (problem == null) {
        way = Way.COMMAND;
        LOG.info(
            "{}: the server opens no sockets (AllowStreamLocalForwarding), so 'docker system dial-stdio' is used, which is slower",
            link.settings().shown());
        return channel;
      }
      channel.close();
      throw engineDown(
          "the server does not open it (%s), and 'docker system dial-stdio' does not help: %s"
              .formatted(refusal.getMessage(), problem),
          refusal);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private SshChannel command(long deadline) throws IOException {
    SshChannel channel;
    try {
      channel = SshChannel.open(link, "session", window, deadline, p -> p);
    } catch (OpenFailException e) {
      if (way == Way.COMMAND) {
        throw new ConnectFailed(
            "%s: the server allows no more sessions on one connection (MaxSessions), and each channel needs one because it opens no sockets: raise MaxSessions, or set AllowStreamLocalForwarding yes there"
                .formatted(link.settings().shown()),
            true,
            e);
      }
      throw e;
    }
    try {
      channel.exec(commandLine(), deadline);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private String commandLine() {
    return socket.equals(SshAddress.DEFAULT_SOCKET)
        ? "docker system dial-stdio"
        : "docker --host 'unix://%s' system dial-stdio".formatted(socket.replace("'", "'\\''"));
  }

  /** Whether an engine answers; null when it does, else why not. */
  private static @Nullable String probe(SshChannel channel, long deadline) throws IOException {
    try {
      channel.output().write(PROBE, 0, PROBE.length);
    } catch (java.io.InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // The command has ended already; how it ended says more.
    }
    StringBuilder head = new StringBuilder();
    byte[] one = new byte[1];
    while (head.length() < MAX_HEAD && !head.toString().endsWith("\r\n\r\n")) {
      int n = channel.read(one, 0, 1, deadline - System.nanoTime());
      if (n == 0) {
        return "no engine answers";
      }
      if (n < 0) {
        String ending = channel.ending(TimeUnit.SECONDS.toNanos(2));
        return ending == null ? "it ended without a word" : ending;
      }
      head.append((char) (one[0] & 0xff));
    }
    return head.toString().startsWith("HTTP/1.")
        ? null
        : "what it says is not from an engine: "
            + ServerText.of(head.substring(0, Math.min(80, head.length())));
  }

  @Override
  public void close() {
    SshDialer.closeAll(links);
  }
}
