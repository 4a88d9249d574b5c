package io.dockeradvanced.transport;

import io.dockeradvanced.internal.BlockInput;
import io.dockeradvanced.internal.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket, unix or TCP, that carries the bytes as they are.
 *
 * <p>The streams of {@link java.nio.channels.Channels} are not used: on Java 17 its reader and
 * writer share one lock, so a write would wait for a blocked read.
 */
final class PlainChannel implements DuplexChannel {
  /** The JDK copies through a direct buffer as large as what it is given; this bounds it. */
  private static final int SLICE = 64 * 1024;

  private final SocketChannel socket;
  private final Consumer<PlainChannel> onClose;
  private @Nullable FirstBytes firstBytes;

  PlainChannel(SocketChannel socket, Consumer<PlainChannel> onClose) {
    this(socket, onClose, null);
  }

  /**
   * @param firstBytes looks at what comes first, and may refuse it
   */
  PlainChannel(
      SocketChannel socket, Consumer<PlainChannel> onClose, @Nullable FirstBytes firstBytes) {
    this.socket = socket;
    this.onClose = onClose;
    this.firstBytes = firstBytes;
  }

  /** Looks at the first bytes that come. */
  interface FirstBytes {
    /** Throws when the other side is not what it should be. */
    void check(byte[] bytes, int offset, int count) throws IOException;
  }

  @Override
  public InputStream input() {
    return new BlockInput() {
      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        int n = socket.read(ByteBuffer.wrap(into, offset, Math.min(count, SLICE)));
        FirstBytes check = firstBytes;
        if (check != null && n > 0) {
          firstBytes = null;
          check.check(into, offset, n);
        }
        return n;
      }
    };
  }

  @Override
  public OutputStream output() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        int at = offset;
        int end = offset + count;
        while (at < end) {
          at += socket.write(ByteBuffer.wrap(bytes, at, Math.min(end - at, SLICE)));
        }
      }
    };
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public boolean isIdle() {
    if (!socket.isOpen()) {
      return false;
    }
    // A byte out of turn is as bad as the end of the stream, so nothing is lost by reading it.
    try {
      socket.configureBlocking(false);
      int n = socket.read(ByteBuffer.allocate(1));
      socket.configureBlocking(true);
      return n == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
  }
}
