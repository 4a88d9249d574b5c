package io.dockeradvanced.transport;

import io.dockeradvanced.internal.BlockInput;
import io.dockeradvanced.internal.BlockOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS on a connected socket.
 *
 * <p>An {@link SSLEngine}, not an {@code SSLSocket}: closing that waits for a blocked write, and it
 * cannot tell without waiting whether an idle connection has ended. Here a read and a write have
 * locks of their own, which {@link #close} does not wait for.
 */
final class TlsChannel implements DuplexChannel {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final Consumer<TlsChannel> onClose;
  private final Runnable onAnswer;
  private final UnaryOperator<IOException> explain;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What came and is not decrypted yet, and what is and was not read yet; both to be read from. */
  private ByteBuffer received;

  private ByteBuffer plain;

  /** What is encrypted and not sent yet; to be written to. Room for two records. */
  private ByteBuffer sending;

  private boolean inputEnded;
  private boolean anyReceived;
  private volatile boolean established;
  private volatile boolean answered;

  /**
   * @param onAnswer told when the other side has sent something for the first time
   * @param explain says why the other side ended the connection before it sent anything: with TLS
   *     1.3 it looks at our certificate only after the handshake is over for us
   */
  TlsChannel(
      SocketChannel socket,
      SSLEngine engine,
      Consumer<TlsChannel> onClose,
      Runnable onAnswer,
      UnaryOperator<IOException> explain) {
    this.socket = socket;
    this.engine = engine;
    this.onClose = onClose;
    this.onAnswer = onAnswer;
    this.explain = explain;
    int packet = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocate(packet).limit(0);
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    this.sending = ByteBuffer.allocate(2 * packet);
  }

  /** The other side answers in something that is not TLS. */
  static final class NotTls extends IOException {
    private static final long serialVersionUID = 1;
    private final boolean http;

    NotTls(boolean http) {
      super("not TLS");
      this.http = http;
    }

    boolean http() {
      return http;
    }
  }

  /** Agrees on keys; before anything else, and by one thread. */
  void handshake() throws IOException {
    try {
      engine.beginHandshake();
      while (true) {
        switch (engine.getHandshakeStatus()) {
          case NEED_WRAP -> {
            wrap(NOTHING);
            flush();
          }
          case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
            if (unwrap().getStatus() == Status.CLOSED) {
              throw new EOFException("ended during the TLS handshake");
            }
          }
          case NEED_TASK -> runTasks();
          default -> {
            established = true;
            return;
          }
        }
      }
    } catch (SSLException e) {
      sendAlert(e);
      throw e;
    }
  }

  /** Tells the other side why, so that its log says more than ours. */
  private void sendAlert(SSLException why) {
    try {
      wrap(NOTHING);
      flush();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  // ---- receiving; under the lock of reading, or during the handshake

  private int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    reading.lock();
    try {
      while (!plain.hasRemaining()) {
        if (inputEnded) {
          return -1;
        }
        accept(unwrap());
      }
      if (!answered) {
        answered = true;
        onAnswer.run();
      }
      int n = Math.min(count, plain.remaining());
      plain.get(into, offset, n);
      return n;
    } catch (IOException e) {
      throw explained(e);
    } finally {
      reading.unlock();
    }
  }

  /** What else than data can be in a record: the end, keys, tickets. */
  private void accept(SSLEngineResult result) throws IOException {
    if (result.getStatus() == Status.CLOSED) {
      inputEnded = true;
    }
    switch (result.getHandshakeStatus()) {
      case NEED_TASK -> runTasks();
      case NEED_WRAP -> {
        // Whoever writes just now sends it along, so there is nothing to wait for.
        if (writing.tryLock()) {
          try {
            wrap(NOTHING);
            flush();
          } finally {
            writing.unlock();
          }
        }
      }
      default -> {
        // Nothing to do.
      }
    }
  }

  /** The next record, waiting for it if need be. */
  private SSLEngineResult unwrap() throws IOException {
    while (true) {
      SSLEngineResult result = unwrapReceived();
      if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
        return result;
      }
      if (fill() < 0) {
        throw new EOFException("the connection was cut in the middle of TLS");
      }
    }
  }

  private SSLEngineResult unwrapReceived() throws IOException {
    while (true) {
      plain.clear();
      SSLEngineResult result;
      try {
        result = engine.unwrap(received, plain);
      } finally {
        plain.flip();
      }
      if (result.getStatus() != Status.BUFFER_OVERFLOW) {
        return result;
      }
      plain =
          ByteBuffer.allocate(
                  Math.max(2 * plain.capacity(), engine.getSession().getApplicationBufferSize()))
              .limit(0);
    }
  }

  /** As {@link SocketChannel#read}; there is always room for a whole record. */
  private int fill() throws IOException {
    int packet = engine.getSession().getPacketBufferSize();
    if (received.capacity() < packet || received.remaining() == received.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(packet, 2 * received.capacity()));
      received = larger.put(received).flip();
    }
    received.compact();
    int n;
    try {
      n = socket.read(received);
    } finally {
      received.flip();
    }
    if (n > 0 && !anyReceived) {
      anyReceived = true;
      int first = received.get(0) & 0xff;
      // 20 to 23 are the kinds of TLS records.
      if (first < 20 || first > 23) {
        throw new NotTls(first == 'H');
      }
    }
    return n;
  }

  private IOException explained(IOException failure) {
    return answered || closed.get() ? failure : explain.apply(failure);
  }

  // ---- sending; under the lock of writing, or during the handshake

  private void write(byte[] bytes, int offset, int count) throws IOException {
    writing.lock();
    try {
      wrap(ByteBuffer.wrap(bytes, offset, count));
      flush();
    } catch (IOException e) {
      throw explained(e);
    } finally {
      writing.unlock();
    }
  }

  /** Encrypts all of it, and sends when there is no more room. */
  private void wrap(ByteBuffer from) throws IOException {
    do {
      SSLEngineResult result = engine.wrap(from, sending);
      switch (result.getStatus()) {
        case OK -> {
          if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK) {
            runTasks();
          }
        }
        case BUFFER_OVERFLOW -> makeRoom();
        default -> {
          if (from.hasRemaining()) {
            throw new IOException("the TLS connection takes no more");
          }
          return;
        }
      }
    } while (from.hasRemaining());
  }

  private void makeRoom() throws IOException {
    if (sending.position() > 0) {
      flush();
    } else {
      sending =
          ByteBuffer.allocate(
              2 * Math.max(sending.capacity(), engine.getSession().getPacketBufferSize()));
    }
  }

  private void flush() throws IOException {
    sending.flip();
    try {
      while (sending.hasRemaining()) {
        socket.write(sending);
      }
    } finally {
      sending.clear();
    }
  }

  @Override
  public InputStream input() {
    return new BlockInput() {
      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        return TlsChannel.this.read(into, offset, count);
      }
    };
  }

  @Override
  public OutputStream output() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > 0) {
          TlsChannel.this.write(bytes, offset, count);
        }
      }
    };
  }

  // ---- ending

  /** Sends TLS's own end of data; the socket stays open both ways, as the reading goes on. */
  @Override
  public void shutdownOutput() throws IOException {
    writing.lock();
    try {
      engine.closeOutbound();
      wrap(NOTHING);
      flush();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get() && socket.isOpen();
  }

  @Override
  public boolean isIdle() {
    if (!isOpen() || !reading.tryLock()) {
      return false;
    }
    try {
      socket.configureBlocking(false);
      boolean quiet = quiet();
      socket.configureBlocking(true);
      return quiet;
    } catch (IOException e) {
      return false;
    } finally {
      reading.unlock();
    }
  }

  /** Takes in what has come without data in it, such as session tickets. */
  private boolean quiet() throws IOException {
    while (!inputEnded && !plain.hasRemaining()) {
      SSLEngineResult result = unwrapReceived();
      if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
        accept(result);
      } else {
        int n = fill();
        if (n <= 0) {
          // Half a record is the beginning of something that nobody asked for.
          return n == 0 && !received.hasRemaining();
        }
      }
    }
    return false;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    onClose.accept(this);
    sayGoodbye();
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
  }

  /** Ends TLS properly where that takes no waiting: when nobody reads or writes just now. */
  private void sayGoodbye() {
    if (!established || !reading.tryLock()) {
      return;
    }
    try {
      if (writing.tryLock()) {
        try {
          socket.configureBlocking(false);
          engine.closeOutbound();
          engine.wrap(NOTHING, sending);
          socket.write(sending.flip());
        } catch (IOException e) {
          // The other side sees the socket end.
        } finally {
          writing.unlock();
        }
      }
    } finally {
      reading.unlock();
    }
  }
}
