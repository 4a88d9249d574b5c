package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Leads out of a network namespace: {@code Relay SOCKET PORT} listens at a unix socket, which lies
 * in the file system that all namespaces share, and carries the bytes to and from a port of its own
 * 127.0.0.1. Ends with its standard input.
 */
final class Relay {
  private Relay() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[1]);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(args[0]));
    daemon(
        () -> {
          while (true) {
            try {
              SocketChannel from = server.accept();
              daemon(() -> carry(from, port));
            } catch (IOException e) {
              return;
            }
          }
        });
    while (System.in.read() >= 0) {
      // Until whoever started this is gone.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void carry(SocketChannel from, int port) {
    try (from;
        Socket to = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      to.setTcpNoDelay(true);
      Thread back = new Thread(() -> back(to, from), "relay");
      back.setDaemon(true);
      back.start();
      OutputStream out = to.getOutputStream();
      ByteBuffer piece = ByteBuffer.allocate(32 * 1024);
      for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
        out.write(piece.array(), 0, n);
        piece.clear();
      }
      to.shutdownOutput();
      back.join();
    } catch (IOException e) {
      // One side went away; both are closed now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void back(Socket to, SocketChannel from) {
    byte[] piece = new byte[32 * 1024];
    try {
      InputStream in = to.getInputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
        while (bytes.hasRemaining()) {
          from.write(bytes);
        }
      }
      from.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
