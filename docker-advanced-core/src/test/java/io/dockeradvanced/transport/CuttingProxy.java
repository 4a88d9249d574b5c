package io.dockeradvanced.transport;

import io.dockeradvanced.lab.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/** A TLS server behind a wire that can be cut: TCP ends in order, TLS does not. */
final class CuttingProxy implements AutoCloseable {
  private final TcpServer server;
  private final ServerSocket listening;
  private volatile Socket client;

  CuttingProxy(Path directory) throws IOException {
    server =
        TcpServer.tls(
            directory,
            false,
            socket -> {
              socket.getOutputStream().write('x');
              socket.getInputStream().read();
            });
    listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    daemon(this::carry);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void carry() {
    try {
      Socket from = listening.accept();
      Socket to = new Socket("127.0.0.1", server.port());
      client = from;
      daemon(() -> copy(to, from));
      copy(from, to);
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Cut.
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Ends what goes to the client, as a middle box that drops a connection does. */
  void cut() throws IOException {
    client.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    server.close();
    Socket there = client;
    if (there != null) {
      there.close();
    }
  }
}
