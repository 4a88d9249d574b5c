package io.dockeradvanced.transport.ssh;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.TransportImpl;
import net.schmizz.sshj.userauth.UserAuthImpl;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection: SSHJ's transport over a socket, or over a channel of the connection to the
 * host before.
 *
 * <p>Two threads belong to it: SSHJ's reader, which must never wait for anybody, and one that
 * writes what nobody waits for, such as the closing of a channel or the question for a sign of
 * life.
 */
final class SshLink implements Closeable {
  private final SshSettings settings;
  private final TransportImpl transport;
  private final UserAuthImpl authentication;
  private final ConnectionImpl connection;
  private final LiveInput input;
  private final OutputStream output;
  private final Closeable below;
  private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable IOException> lost = new AtomicReference<>();
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile boolean identified;
  private @Nullable Thread writer;

  /**
   * @param below is closed with the connection
   * @param deadline until when the login must be done
   */
  SshLink(
      SshSettings settings,
      HostKeyCheck check,
      ByteSource source,
      OutputStream out,
      Closeable below,
      long deadline) {
    this.settings = settings;
    this.below = below;
    this.transport = new TransportImpl(Algorithms.config(check.knownTypes()));
    this.authentication = new UserAuthImpl(transport);
    this.connection = new ConnectionImpl(transport, transport.getConfig().getKeepAliveProvider());
    this.input = new LiveInput(source, settings, deadline, this::ask, this::lose);
    this.output =
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
              out.write(bytes, offset, count);
            } catch (IOException e) {
              // Half a packet may be out: nothing more can follow it.
              lose(e);
              throw e;
            }
          }

          @Override
          public void close() {
            closeBelow();
          }
        };
  }

  SshSettings settings() {
    return settings;
  }

  TransportImpl transport() {
    return transport;
  }

  UserAuthImpl authentication() {
    return authentication;
  }

  ConnectionImpl connection() {
    return connection;
  }

  /** Exchanges keys. The name is for SSHJ's threads only; it would be resolved. */
  void begin(long timeoutMillis) throws TransportException {
    transport.setTimeoutMs((int) Math.min(Integer.MAX_VALUE, timeoutMillis));
    connection.setTimeoutMs(transport.getTimeoutMs());
    transport.init("localhost", settings.port(), input, output);
    identified = true;
    transport.doKex();
  }

  /** Whether the server has said that it speaks SSH. */
  boolean identified() {
    return identified;
  }

  /**
   * Does what may wait for a person: that is no fault of the server, whose time for the login
   * stands still meanwhile and begins anew afterwards.
   */
  <T> T whileItWaits(Asking<T> ask) throws IOException {
    input.suspendDeadline();
    try {
      return ask.answer();
    } finally {
      input.deadline(System.nanoTime() + settings.connectTimeout().toNanos());
    }
  }

  /** What asks somebody other than the server. */
  @FunctionalInterface
  interface Asking<T> {
    T answer() throws IOException;
  }

  /** From now on the connection may be used, and is watched for a sign of life. */
  void loggedIn() {
    Thread thread = new Thread(this::writeLater, "docker-advanced-ssh-" + settings.alias());
    thread.setDaemon(true);
    writer = thread;
    thread.start();
    input.loggedIn();
  }

  /** Why the connection is gone; null while it is there. */
  @Nullable IOException lost() {
    IOException why = lost.get();
    return why == null && transport.isRunning()
        ? null
        : why == null ? new IOException("the SSH connection is closed") : why;
  }

  private void lose(IOException why) {
    if (lost.compareAndSet(
        null,
        new IOException(
            "the SSH connection to %s is lost: %s".formatted(settings.shown(), ServerText.of(why)),
            why))) {
      closeBelow();
      // Wakes the thread, which ends then.
      later.add(() -> {});
    }
  }

  /** Writes one packet, whole or not at all as long as the connection lives. */
  void write(SSHPacket packet) throws IOException {
    try {
      whenKeysAreThere(() -> transport.write(packet));
    } catch (TransportException e) {
      if (isCausedBy(e, InterruptedException.class)) {
        // While keys were exchanged anew; nothing was written, and others are not concerned.
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
      IOException why = lost.get();
      // Never the same one twice: whoever catches it may add to it.
      throw why == null ? e : new IOException(why.getMessage(), why);
    }
  }

  /** What first waits until no keys are exchanged. */
  @FunctionalInterface
  private interface Writing {
    void write() throws TransportException;
  }

  /**
   * SSHJ says that the time has run out, before it writes anything, when it wakes up and finds that
   * the next exchange of keys has begun already.
   */
  private void whenKeysAreThere(Writing writing) throws TransportException {
    long begin = System.nanoTime();
    long limit = TimeUnit.MILLISECONDS.toNanos(transport.getTimeoutMs());
    while (true) {
      try {
        writing.write();
        return;
      } catch (TransportException e) {
        boolean tooEarly = System.nanoTime() - begin < limit;
        if (!tooEarly || lost.get() != null || !isCausedBy(e, TimeoutException.class)) {
          throw e;
        }
      }
    }
  }

  private static boolean isCausedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  /** Runs it on the thread of this connection; for what writes and nobody waits for. */
  void later(Runnable work) {
    if (lost.get() == null) {
      later.add(work);
    }
  }

  private void writeLater() {
    while (lost() == null) {
      try {
        later.take().run();
      } catch (InterruptedException e) {
        return;
      }
    }
    later.clear();
  }

  /** Asks for a sign of life; not again before the last question went out. */
  private void ask() {
    if (asking.compareAndSet(false, true)) {
      later(
          () -> {
            try {
              whenKeysAreThere(
                  () -> connection.sendGlobalRequest("keepalive@openssh.com", true, new byte[0]));
            } catch (TransportException e) {
              lose(e);
            } finally {
              asking.set(false);
            }
          });
    }
  }

  private void closeBelow() {
    try {
      below.close();
    } catch (IOException e) {
      // It is of no use any more, whatever close() had to say.
    }
  }

  @Override
  public void close() {
    lose(new IOException("it was closed"));
    closeBelow();
    transport.die(new ConnectionException("closed"));
    Thread thread = writer;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
