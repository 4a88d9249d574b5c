package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.internal.BlockOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A socket whose users can be interrupted without harm to each other.
 *
 * <p>A blocking {@link SocketChannel}, and on a virtual thread even a plain socket, is closed for
 * everybody when a thread that uses it is interrupted. Many callers write to one SSH connection, so
 * this one does not block: it waits on selectors, which are not closed by an interrupt.
 */
final class Wire implements ByteSource, Closeable {
  private final SocketChannel socket;
  private final Selector readable;
  private final Selector writable;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean closed;

  private Wire(SocketChannel socket) throws IOException {
    this.socket = socket;
    socket.configureBlocking(false);
    readable = Selector.open();
    writable = Selector.open();
    socket.register(readable, SelectionKey.OP_READ);
    socket.register(writable, SelectionKey.OP_WRITE);
  }

  /** Connects by TCP. */
  static Wire connect(InetSocketAddress address, long nanos) throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return connected(socket, address, nanos);
  }

  /** Connects a socket of whatever family. */
  static Wire connected(SocketChannel socket, SocketAddress address, long nanos)
      throws IOException {
    try {
      socket.configureBlocking(false);
      if (!socket.connect(address)) {
        awaitConnect(socket, nanos);
      }
      return new Wire(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void awaitConnect(SocketChannel socket, long nanos) throws IOException {
    long deadline = System.nanoTime() + nanos;
    try (Selector selector = Selector.open()) {
      socket.register(selector, SelectionKey.OP_CONNECT);
      while (!socket.finishConnect()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new SocketTimeoutException();
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException();
        }
        selector.select(millis(left));
        selector.selectedKeys().clear();
      }
    }
  }

  private static long millis(long nanos) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  /** Only one thread reads. */
  @Override
  public int read(byte[] into, int offset, int count, long nanos) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, offset, count);
    long deadline = System.nanoTime() + nanos;
    try {
      while (true) {
        int n = socket.read(buffer);
        if (n != 0) {
          return n;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return 0;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException();
        }
        readable.select(millis(left));
        readable.selectedKeys().clear();
      }
    } catch (ClosedSelectorException e) {
      throw new IOException("closed", e);
    }
  }

  /**
   * What is written goes out whole, in the order of the calls, even when a writer is interrupted.
   */
  OutputStream output() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        writing.lock();
        try {
          writeAll(ByteBuffer.wrap(bytes, offset, count));
        } finally {
          writing.unlock();
        }
      }
    };
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    boolean interrupted = false;
    try {
      while (bytes.hasRemaining()) {
        if (socket.write(bytes) == 0) {
          // An interrupted thread would not wait but spin.
          interrupted |= Thread.interrupted();
          writable.select(1000);
          writable.selectedKeys().clear();
        }
      }
    } catch (ClosedSelectorException e) {
      throw new IOException("closed", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends whoever reads or writes. */
  @Override
  public void close() {
    closed = true;
    for (Closeable part : new Closeable[] {socket, readable, writable}) {
      try {
        part.close();
      } catch (IOException e) {
        // Nothing more can be done for it.
      }
    }
  }
}
