package io.dockeradvanced.internal.http;

import io.dockeradvanced.internal.BlockInput;
import io.dockeradvanced.internal.BlockOutput;
import io.dockeradvanced.transport.DuplexChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A channel of which is known for how long a read or a write has waited. */
public final class WatchedChannel implements DuplexChannel {
  private final DuplexChannel channel;
  private final HostConnections host;
  private final Heartbeat heartbeat;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean stoodStill;
  // Of System.nanoTime, without its value 0, which says that nothing is waited for.
  private volatile long readingSince;
  private volatile long writingSince;
  private volatile long moved = System.nanoTime();

  WatchedChannel(DuplexChannel channel, HostConnections host, Heartbeat heartbeat) {
    this.channel = channel;
    this.host = host;
    this.heartbeat = heartbeat;
    this.in = new Reading();
    this.out = new Writing();
  }

  /** The other side sent nothing, and did not answer a ping either. */
  public static final class StoodStill extends IOException {
    private static final long serialVersionUID = 1;

    StoodStill(@Nullable IOException cause) {
      super("the engine stands still: it sent nothing, and does not answer a ping either", cause);
    }
  }

  /** For how long a read or a write has waited, in nanoseconds; 0 when none does. */
  long waits(long now) {
    long reading = readingSince;
    long writing = writingSince;
    return Math.max(reading == 0 ? 0 : now - reading, writing == 0 ? 0 : now - writing);
  }

  /** When a byte came or went last, in terms of {@link System#nanoTime}. */
  long moved() {
    return moved;
  }

  /** Who waits hears of the reason once it is closed. */
  void standStill() {
    stoodStill = true;
  }

  private void moved(long since, boolean came) {
    long now = System.nanoTime();
    moved = now;
    heartbeat.moved(now, now - since, came);
  }

  private IOException broken(IOException e) {
    if (stoodStill) {
      return new StoodStill(e);
    }
    // An interrupt, or whoever closed it here, says nothing of the other side.
    if (channel.isOpen() && !(e instanceof InterruptedIOException)) {
      heartbeat.ended();
    }
    return e;
  }

  private final class Reading extends BlockInput {
    private final InputStream from = channel.input();

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      long since = System.nanoTime();
      readingSince = since | 1;
      try {
        heartbeat.waiting(host);
        int n = from.read(into, offset, count);
        if (n > 0) {
          moved(since, true);
        } else if (n < 0 && stoodStill) {
          // Some channels say that they are closed here by an end.
          throw new IOException("closed");
        }
        return n;
      } catch (IOException e) {
        throw broken(e);
      } finally {
        readingSince = 0;
      }
    }
  }

  /** Where an end of the bytes is the end of the other side. */
  private final class Framed extends BlockInput {
    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      int n = in.read(into, offset, count);
      if (n < 0 && channel.isOpen()) {
        heartbeat.ended();
      }
      return n;
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private final class Writing extends BlockOutput {
    private final OutputStream to = channel.output();

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      watched(() -> to.write(bytes, offset, count));
    }

    @Override
    public void flush() throws IOException {
      watched(to::flush);
    }

    private void watched(Write write) throws IOException {
      long since = System.nanoTime();
      writingSince = since | 1;
      try {
        heartbeat.waiting(host);
        write.run();
        moved(since, false);
      } catch (IOException e) {
        throw broken(e);
      } finally {
        writingSince = 0;
      }
    }
  }

  @Override
  public InputStream input() {
    return in;
  }

  /** For heads and bodies that say where they end. */
  InputStream framedInput() {
    return new Framed();
  }

  @Override
  public OutputStream output() {
    return out;
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean isIdle() {
    return channel.isIdle();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
