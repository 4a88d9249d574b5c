package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.internal.BlockOutput;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Bytes for the other side of a {@link SshChannel}, in pieces that its window has room for. */
final class ChannelOutput extends BlockOutput {
  private final SshChannel channel;

  ChannelOutput(SshChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      int n = channel.maySend(end - at);
      channel.sendData(bytes, at, n);
      at += n;
    }
  }

  /**
   * For a connection inside a channel, to which many callers write: what is written goes out whole
   * even when a writer is interrupted, as with {@link Wire#output}. Half a packet would be the end
   * of that connection for everybody.
   */
  static final class Whole extends BlockOutput {
    private final SshChannel channel;

    Whole(SshChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      // What waits below would otherwise give up at once.
      boolean interrupted = Thread.interrupted();
      try {
        int at = offset;
        int end = offset + count;
        while (at < end) {
          try {
            int n = channel.maySend(end - at);
            interrupted |= send(bytes, at, n);
            at += n;
          } catch (InterruptedIOException e) {
            interrupted |= Thread.interrupted();
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /** Answers whether the thread was interrupted meanwhile. */
    private boolean send(byte[] bytes, int at, int count) throws IOException {
      boolean interrupted = false;
      while (true) {
        try {
          channel.sendData(bytes, at, count);
          return interrupted;
        } catch (InterruptedIOException e) {
          // It was waiting for keys that are exchanged anew, so nothing was written.
          interrupted |= Thread.interrupted();
        }
      }
    }
  }
}
