package io.dockeradvanced.transport;

import io.dockeradvanced.internal.Watchdog;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Channels to one unix socket of this machine. */
final class UnixTransport implements Transport {
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final Path path;
  private final UnixDomainSocketAddress address;
  private final @Nullable Watchdog watchdog;
  private final Set<PlainChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param watchdog ends a connect that hangs; without one a connect has no deadline
   */
  UnixTransport(Path path, @Nullable Watchdog watchdog) {
    this.path = path;
    this.address = UnixDomainSocketAddress.of(path);
    this.watchdog = watchdog;
  }

  @Override
  public DuplexChannel open(Duration timeout) throws IOException {
    if (closed) {
      throw new ConnectFailed(path + " is closed", false, null);
    }
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    PlainChannel channel = new PlainChannel(socket, open::remove);
    open.add(channel);
    try {
      connect(socket, timeout);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (closed) {
      channel.close();
      throw new ConnectFailed(path + " is closed", false, null);
    }
    return channel;
  }

  /** Blocks only when the engine has stopped accepting and its queue is full. */
  private void connect(SocketChannel socket, Duration timeout) throws IOException {
    Watchdog.Watch watch = watchdog == null ? null : watchdog.watch(() -> closeQuietly(socket));
    try {
      if (watch != null) {
        watch.arm(System.nanoTime() + timeout.toNanos());
      }
      socket.connect(address);
      if (watch != null && !watch.disarm()) {
        throw tooSlow(null);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw watch != null && watch.fired() ? tooSlow(e) : explain(e);
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private static void closeQuietly(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The connect fails either way.
    }
  }

  private ConnectFailed tooSlow(@Nullable IOException cause) {
    return ConnectFailed.because(
        ConnectFailed.Reason.UNANSWERED,
        path
            + " takes no new connections: is the Docker Engine stuck? Look at its log and restart it",
        cause);
  }

  /** The file says more clearly than the error of the system call, which is in any language. */
  private ConnectFailed explain(IOException cause) {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode");
      if ((mode & FILE_TYPE) != SOCKET) {
        return new ConnectFailed(
            path + " is not a socket: check the address of the Docker Engine (DOCKER_HOST)",
            false,
            cause);
      }
      if (!Files.isWritable(path)) {
        return denied(cause);
      }
      return ConnectFailed.because(
          ConnectFailed.Reason.REFUSED,
          path
              + " refused the connection: the Docker Engine is not running; start it, or look at its"
              + " log",
          cause);
    } catch (NoSuchFileException e) {
      return ConnectFailed.because(
          ConnectFailed.Reason.REFUSED,
          path
              + " does not exist: is the Docker Engine running? Start it, or name another engine with"
              + " DOCKER_HOST",
          cause);
    } catch (AccessDeniedException e) {
      return denied(cause);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return new ConnectFailed(path + " cannot be reached: " + cause.getMessage(), true, cause);
    }
  }

  private ConnectFailed denied(IOException cause) {
    return new ConnectFailed(
        "no permission to use "
            + path
            + ": add the user to the group docker (and log in again), or run as root",
        false,
        cause);
  }

  @Override
  public int openChannels() {
    return open.size();
  }

  @Override
  public String describe() {
    return "unix://" + path;
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(PlainChannel::close);
  }
}
