package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A port on 127.0.0.1, with TLS or without, that stands before an engine's unix socket or does
 * whatever a test wants. {@code SSLSocket}s of the JDK, so that our own TLS meets another one.
 */
public final class TcpServer implements AutoCloseable {
  private final ServerSocket server;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /** What is done with a connection, on a thread of its own. */
  public interface Handler {
    void serve(Socket socket) throws IOException;
  }

  private TcpServer(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
    daemon(this::accept);
  }

  /** A server without TLS. */
  public static TcpServer plain(Handler handler) {
    try {
      return new TcpServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), handler);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A server with the files of a directory as {@link Authority#issue} makes it; clients that show a
   * certificate are checked against its {@code ca.pem}.
   *
   * @param clientMust whether a client without a certificate is refused
   * @param versions such as {@code TLSv1.2}; those of the JDK when none are given
   */
  public static TcpServer tls(
      Path directory, boolean clientMust, Handler handler, String... versions) {
    try {
      SSLServerSocket socket =
          (SSLServerSocket)
              context(directory)
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      socket.setNeedClientAuth(clientMust);
      if (versions.length > 0) {
        socket.setEnabledProtocols(versions);
      }
      return new TcpServer(socket, handler);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Path directory) throws GeneralSecurityException, IOException {
    Certificate certificate = certificate(directory.resolve("cert.pem"));
    String pem = Files.readString(directory.resolve("key.pem"));
    byte[] pkcs8 =
        Base64.getMimeDecoder()
            .decode(
                pem.replaceAll("-----[A-Z ]+-----", "")
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    PrivateKey key =
        KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    KeyStore ours = KeyStore.getInstance("PKCS12");
    ours.load(null, null);
    ours.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(ours, new char[0]);
    KeyStore theirs = KeyStore.getInstance("PKCS12");
    theirs.load(null, null);
    theirs.setCertificateEntry("ca", certificate(directory.resolve("ca.pem")));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(theirs);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** Carries everything to and from a unix socket, the ends of data too. */
  public static Handler toUnix(String uri) {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(uri.substring("unix://".length()));
    return client -> {
      try (SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        engine.connect(address);
        Thread back = daemon(() -> toClient(engine, client));
        InputStream in = client.getInputStream();
        byte[] piece = new byte[32 * 1024];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
          while (bytes.hasRemaining()) {
            engine.write(bytes);
          }
        }
        engine.shutdownOutput();
        back.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static void toClient(SocketChannel engine, Socket client) {
    ByteBuffer piece = ByteBuffer.allocate(32 * 1024);
    try {
      OutputStream out = client.getOutputStream();
      for (int n = engine.read(piece); n >= 0; n = engine.read(piece)) {
        out.write(piece.array(), 0, n);
        piece.clear();
      }
      client.shutdownOutput();
    } catch (IOException e) {
      // One of the two went away; the other direction ends too.
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** {@code tcp://127.0.0.1:port}. */
  public String uri() {
    return "tcp://127.0.0.1:" + port();
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      handler.serve(socket);
    } catch (IOException e) {
      // That is for the client to notice.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
