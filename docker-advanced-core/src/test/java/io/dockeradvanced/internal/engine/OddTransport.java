package io.dockeradvanced.internal.engine;

import io.dockeradvanced.Config;
import io.dockeradvanced.transport.DuplexChannel;
import io.dockeradvanced.transport.Transport;
import io.dockeradvanced.transport.TransportProvider;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Leads to a unix socket as other transports do: by {@link StayingChannel}s, in line, or no more.
 */
final class OddTransport implements TransportProvider, Transport {
  private final Path socket;
  private final boolean waitsInLine;
  private final List<Duration> limits = new CopyOnWriteArrayList<>();
  private volatile @Nullable IOException refusal;

  OddTransport(Path socket, boolean waitsInLine) {
    this.socket = socket;
    this.waitsInLine = waitsInLine;
  }

  /** From now on nothing more is opened. */
  void refuse(IOException with) {
    refusal = with;
  }

  /** How long each opening might have taken. */
  List<Duration> limits() {
    return limits;
  }

  @Override
  public boolean supports(URI uri) {
    return true;
  }

  @Override
  public Transport create(URI uri, Config config) {
    return this;
  }

  @Override
  public DuplexChannel open(Duration timeout) throws IOException {
    limits.add(timeout);
    IOException failure = refusal;
    if (failure != null) {
      throw failure;
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new StayingChannel(channel);
  }

  @Override
  public boolean waitsInLine() {
    return waitsInLine;
  }

  @Override
  public String describe() {
    return "unix://" + socket;
  }

  @Override
  public void close() {
    // Each channel ends by itself.
  }
}
