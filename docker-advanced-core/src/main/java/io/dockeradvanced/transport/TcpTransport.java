package io.dockeradvanced.transport;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.Watchdog;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Channels to one TCP port, with TLS or without. */
final class TcpTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  /** A dead network is noticed after 15 + 3 × 5 seconds, on connections that are idle too. */
  private static final Map<String, Integer> KEEP_ALIVE =
      Map.of("TCP_KEEPIDLE", 15, "TCP_KEEPINTERVAL", 5, "TCP_KEEPCOUNT", 3);

  private final TcpAddress address;
  private final String where;
  private final @Nullable Watchdog watchdog;
  private final Set<DuplexChannel> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable TlsContext tls;
  private volatile List<InetAddress> lastAddresses = List.of();
  private volatile boolean closed;

  /** Whether anything ever came by TLS: then the engine has taken our certificate before. */
  private volatile boolean answered;

  /**
   * @param scheme for messages
   * @param tls null for plain HTTP
   * @param watchdog ends a TLS handshake that hangs; without one it has no deadline
   */
  TcpTransport(
      String scheme, TcpAddress address, @Nullable TlsContext tls, @Nullable Watchdog watchdog) {
    this.address = address;
    this.where = scheme + "://" + address;
    this.tls = tls;
    this.watchdog = watchdog;
  }

  @Override
  public DuplexChannel open(Duration timeout) throws IOException {
    if (closed) {
      throw new ConnectFailed(where + " is closed", false, null);
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    TlsContext context = current();
    SocketChannel socket = connect(deadline);
    DuplexChannel channel =
        context == null
            ? new PlainChannel(socket, open::remove, this::checkPlain)
            : secured(socket, context, deadline);
    if (context == null) {
      open.add(channel);
    }
    if (closed) {
      channel.close();
      throw new ConnectFailed(where + " is closed", false, null);
    }
    return channel;
  }

  /** Certificates are renewed while applications run. */
  private @Nullable TlsContext current() throws ConnectFailed {
    TlsContext context = tls;
    if (context == null || !context.material().outdated()) {
      return context;
    }
    try {
      TlsContext renewed = new TlsContext(TlsMaterial.read(context.material().options()));
      tls = renewed;
      return renewed;
    } catch (InvalidSpec e) {
      throw new ConnectFailed(
          "the files for TLS with %s were changed, but: %s".formatted(where, e.getMessage()),
          false,
          e);
    }
  }

  private TlsChannel secured(SocketChannel socket, TlsContext context, long deadline)
      throws IOException {
    TlsFailures failures = new TlsFailures(where, context, () -> answered);
    TlsChannel channel =
        new TlsChannel(
            socket,
            context.engine(address.host(), address.port()),
            open::remove,
            () -> answered = true,
            failures::beforeAnswer);
    open.add(channel);
    Watchdog.Watch watch = watchdog == null ? null : watchdog.watch(channel::close);
    try {
      if (watch != null) {
        watch.arm(deadline);
      }
      channel.handshake();
      if (watch != null && !watch.disarm()) {
        throw new IOException("the deadline passed");
      }
      return channel;
    } catch (ClosedByInterruptException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      channel.close();
      throw watch != null && watch.fired()
          ? ConnectFailed.because(
              ConnectFailed.Reason.UNANSWERED,
              where
                  + " accepts connections, but does not finish a TLS handshake; does it speak"
                  + " TLS on this port?",
              e)
          : failures.handshake(e);
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  /** One of the addresses of the host, tried in their order. */
  private SocketChannel connect(long deadline) throws IOException {
    InetAddress[] candidates = addresses();
    if (deadline - System.nanoTime() <= 0) {
      throw new ConnectFailed(
          "%s: the name server took too long for the address of %s"
              .formatted(where, address.host()),
          true,
          null);
    }
    IOException failure = null;
    for (int i = 0; i < candidates.length; i++) {
      long share = (deadline - System.nanoTime()) / (candidates.length - i);
      try {
        return connect(candidates[i], address.port(), share);
      } catch (ClosedByInterruptException | ConnectFailed e) {
        throw e;
      } catch (IOException e) {
        failure = tellsMore(failure, e);
      }
    }
    throw explain(failure);
  }

  /**
   * As long as its name has no address, the last ones it had: with the network the name server
   * goes.
   */
  private InetAddress[] addresses() throws ConnectFailed {
    try {
      InetAddress[] found = InetAddress.getAllByName(address.host());
      lastAddresses = List.of(found);
      return found;
    } catch (UnknownHostException e) {
      if (!lastAddresses.isEmpty()) {
        LOG.debug("{}: its name has no address now, so the last ones are used", where, e);
        return lastAddresses.toArray(InetAddress[]::new);
      }
      throw new ConnectFailed(
          "%s: no address is known for the host %s; check its name, or the name server"
              .formatted(where, address.host()),
          true,
          e);
    }
  }

  /** A refusal tells more than silence, and silence more than an address we have no way to. */
  private static IOException tellsMore(@Nullable IOException one, IOException other) {
    if (one == null || other instanceof ConnectException) {
      return other;
    }
    return one instanceof ConnectException || one instanceof SocketTimeoutException ? one : other;
  }

  private SocketChannel connect(InetAddress candidate, int port, long nanos) throws IOException {
    SocketChannel socket;
    try {
      socket = SocketChannel.open();
    } catch (IOException e) {
      throw new ConnectFailed(
          "%s: no socket can be made here: %s".formatted(where, e.getMessage()), true, e);
    }
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      for (SocketOption<?> option : socket.supportedOptions()) {
        Integer seconds = KEEP_ALIVE.get(option.name());
        if (seconds != null && option.type() == Integer.class) {
          @SuppressWarnings("unchecked")
          SocketOption<Integer> ofInteger = (SocketOption<Integer>) option;
          socket.setOption(ofInteger, seconds);
        }
      }
      int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, nanos / 1_000_000));
      socket.socket().connect(new InetSocketAddress(candidate, port), millis);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private ConnectFailed explain(@Nullable IOException cause) {
    if (cause instanceof SocketTimeoutException) {
      return ConnectFailed.because(
          ConnectFailed.Reason.UNANSWERED,
          where + " does not answer; is the machine up, and does a firewall let this port through?",
          cause);
    }
    if (cause instanceof ConnectException) {
      return ConnectFailed.because(
          ConnectFailed.Reason.REFUSED,
          where
              + " refused the connection: no Docker Engine listens there; check the port (2375"
              + " without TLS, 2376 with), or start dockerd with -H"
              + " tcp://",
          cause);
    }
    // What is connected already gets no answer either then, and does not end. But for a port that
    // cannot be had here.
    return ConnectFailed.because(
        cause instanceof BindException ? ConnectFailed.Reason.OTHER : ConnectFailed.Reason.NO_WAY,
        "%s cannot be reached: %s".formatted(where, cause == null ? "" : cause.getMessage()),
        cause);
  }

  /** A TLS port tells so: by an alert, or in plain words as servers of Go, nginx and Apache do. */
  private void checkPlain(byte[] bytes, int offset, int count) throws ConnectFailed {
    boolean alert = count > 1 && bytes[offset] == 21 && bytes[offset + 1] == 3;
    String text = new String(bytes, offset, Math.min(count, 2048), StandardCharsets.ISO_8859_1);
    boolean words =
        text.startsWith("HTTP/1.")
            && text.regionMatches(8, " 400", 0, 4)
            && (text.contains("HTTP request to an HTTPS server")
                || text.contains("HTTP request was sent to HTTPS port")
                || text.contains("plain HTTP to an SSL-enabled server port"));
    if (alert || words) {
      throw new ConnectFailed(
          where
              + " speaks TLS, but was asked without; set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or"
              + " use TlsOptions",
          false,
          null);
    }
  }

  @Override
  public String describe() {
    return where;
  }

  @Override
  public String authority() {
    return address.toString();
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(TcpTransport::closeQuietly);
  }

  private static void closeQuietly(DuplexChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The others must be closed all the same.
    }
  }
}
