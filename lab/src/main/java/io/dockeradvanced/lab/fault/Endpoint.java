package io.dockeradvanced.lab.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where somebody listens: a unix socket or a TCP port of this machine. */
record Endpoint(SocketAddress address) {

  /** As in {@code DOCKER_HOST}. */
  static Endpoint of(String uri) {
    if (uri.startsWith("unix://")) {
      return new Endpoint(UnixDomainSocketAddress.of(uri.substring("unix://".length())));
    }
    URI parsed = URI.create(uri);
    if (!"tcp".equals(parsed.getScheme()) || parsed.getPort() < 0) {
      throw new IllegalArgumentException(
          "the proxy speaks unix:///path and tcp://host:port, not " + uri);
    }
    return new Endpoint(new InetSocketAddress(parsed.getHost(), parsed.getPort()));
  }

  static Endpoint unix(Path socket) {
    return new Endpoint(UnixDomainSocketAddress.of(socket));
  }

  /** A free port of the loopback, once {@link #listen} has found it. */
  static Endpoint loopback() {
    return new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  SocketChannel connect() throws IOException {
    return SocketChannel.open(address);
  }

  ServerSocketChannel listen() throws IOException {
    ServerSocketChannel server;
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } else {
      server = ServerSocketChannel.open();
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    }
    return server.bind(address, 128);
  }

  /** Nobody can connect any more, as when an engine has ended. */
  void remove() throws IOException {
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }

  String uri() {
    if (address instanceof InetSocketAddress inet) {
      return "tcp://%s:%d".formatted(inet.getAddress().getHostAddress(), inet.getPort());
    }
    return "unix://" + address;
  }
}
