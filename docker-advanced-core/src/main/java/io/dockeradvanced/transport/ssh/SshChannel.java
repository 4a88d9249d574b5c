package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.internal.BlockInput;
import io.dockeradvanced.transport.DuplexChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.jspecify.annotations.Nullable;

/**
 * One channel of an SSH connection (RFC 4254, section 5).
 *
 * <p>SSHJ's own channels are not used: their {@code close()} waits for the server, a blocked write
 * is not ended by it, and they know no bound of memory below 16 MB. Here nothing but a caller's own
 * read or write ever waits, and what is received stays within the window.
 */
final class SshChannel extends SshjChannel implements DuplexChannel, ByteSource {
  private final SshLink link;
  private final ReceiveWindow received;
  private final ProgramEnd program = new ProgramEnd();

  /** Guards everything below; never held while something is written. Tests hold it too. */
  final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Condition arrived = lock.newCondition();

  /** Held while a packet of this channel is written, so that none follows its CLOSE. */
  private final ReentrantLock sending = new ReentrantLock();

  private int recipient;
  private long maySend;
  private int maxPacket = PACKET;
  private boolean open;
  private boolean abandoned;
  private boolean closed;
  private boolean eof;
  private boolean closeSeen;
  private boolean closeSent;
  private boolean outputEnded;
  private int replies;
  private boolean lastReply;
  private @Nullable IOException failure;
  private volatile Runnable onClose = () -> {};

  private SshChannel(SshLink link, String type, int window) {
    super(link.connection(), type, window);
    this.link = link;
    this.received = new ReceiveWindow(window);
  }

  /**
   * Opens a channel and waits for the server's answer.
   *
   * @param details adds what this type of channel needs
   * @throws OpenFailException when the server refuses
   */
  static SshChannel open(
      SshLink link, String type, int window, long deadline, UnaryOperator<SSHPacket> details)
      throws IOException {
    SshChannel channel = new SshChannel(link, type, window);
    link.connection().attach(channel);
    try {
      link.write(
          details.apply(
              new SSHPacket(Message.CHANNEL_OPEN)
                  .putString(type)
                  .putUInt32(channel.getID())
                  .putUInt32(window)
                  .putUInt32(PACKET)));
    } catch (IOException e) {
      link.connection().forget(channel);
      throw e;
    }
    channel.awaitOpen(deadline);
    return channel;
  }

  private void awaitOpen(long deadline) throws IOException {
    lock.lock();
    try {
      while (!open && failure == null) {
        IOException lost = link.lost();
        if (lost != null) {
          throw new IOException(lost.getMessage(), lost);
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          abandon();
          throw new OpenTimedOut();
        }
        changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      abandon();
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waited for the channel does not want it any more; the answer may be there already. */
  private void abandon() {
    abandoned = true;
    if (open && !closed) {
      closed = true;
      link.later(this::sendClose);
    }
  }

  /** The server did not answer to the request for a channel. */
  static final class OpenTimedOut extends IOException {
    private static final long serialVersionUID = 1;
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** Runs once, when this side closes the channel. */
  void onClose(Runnable action) {
    onClose = action;
  }

  /** Asks for a program to be run on this session channel. */
  void exec(String command, long deadline) throws IOException {
    send(
        request(Message.CHANNEL_REQUEST)
            .putString("exec")
            .putBoolean(true)
            .putString(command, StandardCharsets.UTF_8));
    lock.lock();
    try {
      while (replies == 0) {
        check();
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new OpenTimedOut();
        }
        changed.awaitNanos(left);
      }
      if (!lastReply) {
        throw new IOException("the server does not run programs for this user");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  // ---- what the server sends; called by the one reader of the connection

  @Override
  public void handle(Message message, SSHPacket packet) throws SSHException {
    lock.lock();
    try {
      switch (message) {
        case CHANNEL_OPEN_CONFIRMATION -> {
          recipient = packet.readUInt32AsInt();
          maySend = packet.readUInt32();
          maxPacket = (int) Math.max(1, Math.min(PACKET, packet.readUInt32()));
          open = true;
          if (abandoned) {
            abandon();
          }
        }
        case CHANNEL_OPEN_FAILURE -> {
          failure =
              new OpenFailException(
                  getType(), packet.readUInt32AsInt(), ServerText.of(packet.readString()));
          link.connection().forget(this);
        }
        case CHANNEL_DATA -> gotData(packet);
        case CHANNEL_EXTENDED_DATA -> gotErrorText(packet);
        case CHANNEL_WINDOW_ADJUST -> maySend += packet.readUInt32();
        case CHANNEL_EOF -> eof = true;
        case CHANNEL_CLOSE -> {
          eof = true;
          closeSeen = true;
          link.later(this::sendClose);
        }
        case CHANNEL_REQUEST -> gotRequest(packet);
        case CHANNEL_SUCCESS, CHANNEL_FAILURE -> {
          replies++;
          lastReply = message == Message.CHANNEL_SUCCESS;
        }
        default -> throw new ConnectionException("unexpected " + message + " for a channel");
      }
      changed.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void gotData(SSHPacket packet) throws SSHException {
    int count = received.length(packet);
    if (!closed) {
      received.put(packet, count);
    }
  }

  /** Of what a program says on its error output, the beginning is kept for the message. */
  private void gotErrorText(SSHPacket packet) throws SSHException {
    packet.readUInt32();
    int count = received.length(packet);
    int kept = Math.min(count, program.room());
    program.said(new String(packet.array(), packet.rpos(), kept, StandardCharsets.UTF_8));
    received.skip(count);
    if (!closed && received.isDue()) {
      link.later(this::grantQuietly);
    }
  }

  private void gotRequest(SSHPacket packet) throws SSHException {
    String request = packet.readString();
    boolean wantsReply = packet.readBoolean();
    if (request.equals("exit-status")) {
      program.ended(packet.readUInt32AsInt());
    } else if (request.equals("exit-signal")) {
      program.endedBySignal(packet.readString());
    }
    if (wantsReply) {
      link.later(
          () -> {
            try {
              send(request(Message.CHANNEL_FAILURE));
            } catch (IOException e) {
              // The channel is gone, and the question with it.
            }
          });
    }
  }

  @Override
  public void notifyError(SSHException error) {
    lock.lock();
    try {
      if (failure == null) {
        IOException lost = link.lost();
        failure = lost == null ? error : lost;
      }
      changed.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ---- what we send

  private SSHPacket request(Message message) {
    return new SSHPacket(message).putUInt32FromInt(recipient);
  }

  private void send(SSHPacket packet) throws IOException {
    sending.lock();
    try {
      if (closeSent) {
        throw new IOException("the channel is closed");
      }
      link.write(packet);
    } finally {
      sending.unlock();
    }
  }

  private void sendClose() {
    sending.lock();
    try {
      if (!closeSent) {
        closeSent = true;
        link.write(request(Message.CHANNEL_CLOSE));
      }
    } catch (IOException e) {
      // The whole connection is gone.
    } finally {
      sending.unlock();
    }
    lock.lock();
    try {
      if (closeSeen) {
        link.connection().forget(this);
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- for the one who uses the channel

  @Override
  public InputStream input() {
    return new BlockInput() {
      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        return count == 0 ? 0 : SshChannel.this.read(into, offset, count, Long.MAX_VALUE);
      }
    };
  }

  @Override
  public int read(byte[] into, int offset, int count, long nanos) throws IOException {
    int n;
    boolean grant;
    lock.lock();
    try {
      long left = nanos;
      while (received.isEmpty()) {
        check();
        if (eof) {
          return -1;
        }
        if (left <= 0) {
          return 0;
        }
        left = arrived.awaitNanos(left);
      }
      n = received.take(into, offset, count);
      grant = received.isDue() && !eof;
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
    if (grant) {
      grantQuietly();
    }
    return n;
  }

  /** What was read may come again. */
  private void grantQuietly() {
    int more;
    lock.lock();
    try {
      more = received.grant();
    } finally {
      lock.unlock();
    }
    if (more > 0) {
      try {
        send(request(Message.CHANNEL_WINDOW_ADJUST).putUInt32(more));
      } catch (IOException e) {
        // What was read is good all the same; the next read says what happened.
      }
    }
  }

  private void check() throws IOException {
    if (closed) {
      throw new IOException("the channel was closed");
    }
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public OutputStream output() {
    return new ChannelOutput(this);
  }

  /** As {@link #output}, for a connection inside this channel. */
  OutputStream wholeOutput() {
    return new ChannelOutput.Whole(this);
  }

  /** Sends what there is room for; see {@link #maySend}. */
  void sendData(byte[] bytes, int at, int count) throws IOException {
    send(request(Message.CHANNEL_DATA).putBytes(bytes, at, count));
  }

  /** Waits until the window has room, and takes it: at most {@code wanted} bytes. */
  int maySend(int wanted) throws IOException {
    lock.lock();
    try {
      while (true) {
        check();
        if (closeSeen || outputEnded) {
          throw new IOException("the other side takes nothing more");
        }
        if (maySend > 0) {
          int n = (int) Math.min(maySend, Math.min(wanted, maxPacket));
          maySend -= n;
          return n;
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    lock.lock();
    try {
      check();
      if (outputEnded || closeSeen) {
        return;
      }
      outputEnded = true;
    } finally {
      lock.unlock();
    }
    send(request(Message.CHANNEL_EOF));
  }

  @Override
  public boolean isIdle() {
    lock.lock();
    try {
      return open && !closed && !eof && failure == null && received.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int getRecipient() {
    return recipient;
  }

  @Override
  public boolean isEOF() {
    lock.lock();
    try {
      return eof;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      received.clear();
      changed.signalAll();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    link.later(this::sendClose);
    onClose.run();
  }

  /** How the program on this channel ended; null when it is not known within the time. */
  @Nullable String ending(long nanos) throws InterruptedIOException {
    lock.lock();
    try {
      long left = nanos;
      while (!program.isKnown() && !closeSeen && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return program.words();
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }
}
