package io.dockeradvanced.internal.engine;

import io.dockeradvanced.transport.DuplexChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Read by a thread of its own; an interrupt ends a read, and not the channel. */
final class StayingChannel implements DuplexChannel {
  private final SocketChannel socket;
  private final PipedInputStream in = new PipedInputStream(64 * 1024);

  StayingChannel(SocketChannel socket) throws IOException {
    this.socket = socket;
    PipedOutputStream out = new PipedOutputStream(in);
    Thread reader =
        new Thread(
            () -> {
              try (out) {
                ByteBuffer piece = ByteBuffer.allocate(1024);
                while (socket.read(piece.clear()) >= 0) {
                  out.write(piece.array(), 0, piece.position());
                  out.flush();
                }
              } catch (IOException e) {
                // The end of one side or the other.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public InputStream input() {
    return in;
  }

  @Override
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        ByteBuffer piece = ByteBuffer.wrap(bytes, offset, count);
        while (piece.hasRemaining()) {
          socket.write(piece);
        }
      }
    };
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public boolean isIdle() {
    return socket.isOpen();
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
