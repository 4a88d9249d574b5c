package io.dockeradvanced.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Between a client and the server; cuts the connection at a commit. */
final class CommitProxy implements AutoCloseable {
  /** What becomes of the next commit. */
  enum Cut {
    NONE,
    /** The server never hears of it. */
    BEFORE,
    /** The server does it, and its answer is lost. */
    REPLY
  }

  private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NONE);
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean refusing;

  CommitProxy(int server) throws IOException {
    this.server = server;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void cutNext(Cut cut) {
    next.set(cut);
  }

  /** From the next cut on nobody gets in. */
  void refuseAfterCut() {
    refusing = true;
  }

  int cuts() {
    return cuts.get();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "commit-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = listener.accept();
        if (refusing && cuts.get() > 0) {
          client.close();
          continue;
        }
        Socket toServer = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(client);
        open.add(toServer);
        AtomicReference<Cut> replies = new AtomicReference<>(Cut.NONE);
        start(() -> forward(client, toServer, replies));
        start(() -> back(toServer, client, replies));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void forward(Socket client, Socket toServer, AtomicReference<Cut> replies) {
    byte[] buffer = new byte[1 << 16];
    try (client;
        toServer) {
      int count;
      InputStream in = client.getInputStream();
      while ((count = in.read(buffer)) > 0) {
        if (contains(buffer, count)) {
          Cut cut = next.getAndSet(Cut.NONE);
          if (cut == Cut.BEFORE) {
            cuts.incrementAndGet();
            return;
          }
          replies.set(cut);
        }
        toServer.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // Either side is gone; so is the other now.
    }
  }

  private void back(Socket toServer, Socket client, AtomicReference<Cut> replies) {
    byte[] buffer = new byte[1 << 16];
    try (client;
        toServer) {
      int count;
      InputStream in = toServer.getInputStream();
      while ((count = in.read(buffer)) > 0) {
        if (replies.get() == Cut.REPLY) {
          cuts.incrementAndGet();
          return;
        }
        client.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      // As above.
    }
  }

  private static boolean contains(byte[] buffer, int count) {
    for (int i = 0; i + COMMIT.length <= count; i++) {
      if (java.util.Arrays.equals(buffer, i, i + COMMIT.length, COMMIT, 0, COMMIT.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
