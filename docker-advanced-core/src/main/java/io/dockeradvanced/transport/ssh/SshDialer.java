package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Connects and logs in, over as many hosts as there are on the way. */
final class SshDialer {
  private static final int TUNNEL_WINDOW = 2 << 20;

  private final SshOptions options;
  private final List<SshSettings> way;
  private volatile boolean reached;

  SshDialer(SshOptions options, List<SshSettings> way) {
    this.options = options;
    this.way = way;
  }

  /** The server dropped the connection before it said what it is, as a busy sshd does. */
  static final class DroppedEarly extends IOException {
    private static final long serialVersionUID = 1;

    DroppedEarly(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The connections of the way, the last one to the host itself.
   *
   * @throws ConnectFailed with what to try next
   * @throws DroppedEarly when another try may have more luck
   */
  List<SshLink> dial() throws IOException {
    List<SshLink> links = new ArrayList<>();
    try {
      for (SshSettings hop : way) {
        links.add(connect(hop, links.isEmpty() ? null : links.get(links.size() - 1)));
      }
      return links;
    } catch (IOException | RuntimeException e) {
      closeAll(links);
      throw e;
    }
  }

  /** The last first, as each lives in the one before it. */
  static void closeAll(List<SshLink> links) {
    for (int i = links.size() - 1; i >= 0; i--) {
      links.get(i).close();
    }
  }

  /** Whether a server took the connection, so that it had work with us. */
  boolean reached() {
    return reached;
  }

  private SshLink connect(SshSettings hop, @Nullable SshLink before) throws IOException {
    long deadline = System.nanoTime() + hop.connectTimeout().toNanos();
    HostKeyCheck check;
    try {
      check = new HostKeyCheck(hop, trusted(hop));
    } catch (IOException e) {
      throw new ConnectFailed(hop.shown() + ": " + e.getMessage(), false, e);
    }
    SshLink link;
    if (before == null) {
      Wire wire = socket(hop, deadline);
      reached = true;
      link = new SshLink(hop, check, wire, wire.output(), wire, deadline);
    } else {
      SshChannel tunnel = tunnel(hop, before, deadline);
      link = new SshLink(hop, check, tunnel, tunnel.wholeOutput(), tunnel, deadline);
    }
    try {
      begin(link, check);
      new Login(link, options).run();
      link.loggedIn();
      return link;
    } catch (IOException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /**
   * A pinned key is that of the goal. A host on the way that had to have one of the pins could show
   * it once more, as the goal.
   */
  private HostKeys trusted(SshSettings hop) {
    boolean goal = hop.equals(way.get(way.size() - 1));
    return !goal && options.hostKeys() instanceof HostKeys.Fingerprints
        ? HostKeys.configured()
        : options.hostKeys();
  }

  // ---- the way to a hop

  private static Wire socket(SshSettings hop, long deadline) throws IOException {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(hop.hostName());
    } catch (UnknownHostException e) {
      throw new ConnectFailed(
          "%s: the name %s leads to no address: check the address of the host, or HostName in the SSH configuration"
              .formatted(hop.shown(), hop.hostName()),
          true,
          e);
    }
    IOException last = null;
    for (int i = 0; i < addresses.length; i++) {
      long left = (deadline - System.nanoTime()) / (addresses.length - i);
      try {
        return Wire.connect(new InetSocketAddress(addresses[i], hop.port()), Math.max(1, left));
      } catch (IOException e) {
        last = e;
      }
    }
    throw explain(hop, last);
  }

  private static ConnectFailed explain(SshSettings hop, @Nullable IOException e) {
    String where = "port %d of %s".formatted(hop.port(), hop.hostName());
    if (e instanceof SocketTimeoutException) {
      return new ConnectFailed(
          "%s: no answer from %s within %d s: check the address, the port and the firewall"
              .formatted(hop.shown(), where, hop.connectTimeout().toSeconds()),
          true,
          e);
    }
    if (e instanceof NoRouteToHostException) {
      return new ConnectFailed(
          "%s: there is no route to %s: check the address and the network"
              .formatted(hop.shown(), where),
          true,
          e);
    }
    if (e instanceof ConnectException) {
      return new ConnectFailed(
          "%s: %s refused the connection: check the port, and whether sshd runs there"
              .formatted(hop.shown(), where),
          true,
          e);
    }
    return new ConnectFailed(
        "%s: %s cannot be reached: %s"
            .formatted(hop.shown(), where, e == null ? "it has no address" : e.getMessage()),
        true,
        e);
  }

  private static SshChannel tunnel(SshSettings hop, SshLink before, long deadline)
      throws IOException {
    String through = before.settings().alias();
    try {
      return SshChannel.open(
          before,
          "direct-tcpip",
          TUNNEL_WINDOW,
          deadline,
          packet ->
              packet
                  .putString(hop.hostName())
                  .putUInt32(hop.port())
                  .putString("127.0.0.1")
                  .putUInt32(0));
    } catch (OpenFailException e) {
      boolean forbidden = e.getReason() == OpenFailException.Reason.ADMINISTRATIVELY_PROHIBITED;
      throw new ConnectFailed(
          "%s: the jump host %s cannot connect to port %d of %s (%s): %s"
              .formatted(
                  hop.shown(),
                  through,
                  hop.port(),
                  hop.hostName(),
                  e.getMessage(),
                  forbidden
                      ? "allow it there with AllowTcpForwarding in sshd_config"
                      : "check the address as the jump host sees it, and whether sshd runs there"),
          !forbidden,
          e);
    } catch (SshChannel.OpenTimedOut e) {
      throw new ConnectFailed(
          "%s: the jump host %s did not reach port %d of %s in time"
              .formatted(hop.shown(), through, hop.port(), hop.hostName()),
          true,
          e);
    }
  }

  // ---- keys

  private static void begin(SshLink link, HostKeyCheck check) throws IOException {
    Verifier verifier = new Verifier(check);
    link.transport().addHostKeyVerifier(verifier);
    SshSettings hop = link.settings();
    try {
      link.begin(TimeUnit.NANOSECONDS.toMillis(hop.connectTimeout().toNanos()));
    } catch (TransportException e) {
      IOException refused = verifier.refused;
      if (refused != null) {
        throw refused;
      }
      String why = e.getMessage() == null ? "no reason given" : ServerText.of(e.getMessage());
      if (!link.identified()) {
        throw beforeVersion(hop, e, why);
      }
      throw new ConnectFailed(
          "%s: no secure connection could be agreed on with the server (%s): %s"
              .formatted(hop.shown(), ServerText.of(link.transport().getServerVersion()), why),
          true,
          e);
    }
  }

  private static IOException beforeVersion(SshSettings hop, TransportException e, String why) {
    if (why.contains("in time")) {
      return new ConnectFailed(
          "%s: port %d of %s takes connections but says nothing: is sshd stuck, or is this the port of something else?"
              .formatted(hop.shown(), hop.port(), hop.hostName()),
          true,
          e);
    }
    return new DroppedEarly(
        "%s: port %d of %s drops the connection before the login (%s): either no sshd answers there, or it has too many logins at once (MaxStartups)"
            .formatted(hop.shown(), hop.port(), hop.hostName(), why),
        e);
  }

  private static final class Verifier implements HostKeyVerifier {
    private final HostKeyCheck check;
    private volatile @Nullable IOException refused;

    Verifier(HostKeyCheck check) {
      this.check = check;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
      try {
        check.check(
            KeyType.fromKey(key).toString(),
            new Buffer.PlainBuffer().putPublicKey(key).getCompactData());
        return true;
      } catch (IOException e) {
        refused = e;
        return false;
      }
    }

    /** The order is in {@link Algorithms} already. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
      return List.of();
    }
  }
}
