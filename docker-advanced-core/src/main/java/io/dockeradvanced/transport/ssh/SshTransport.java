package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.internal.Notices;
import io.dockeradvanced.transport.ConnectFailed;
import io.dockeradvanced.transport.DuplexChannel;
import io.dockeradvanced.transport.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Channels to one engine over one SSH connection, which is made when it is needed and made anew
 * when it was lost.
 *
 * <p>Connecting is done by a thread of its own, so that a caller who gives up does not end it for
 * the others who wait for the same connection. After a login that failed the next one waits: a
 * server that is busy with logins must not get more of them.
 */
final class SshTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(SshTransport.class);

  private final SshAddress address;
  private final SshOptions options;
  private final SshEnvironment environment;
  private final Notices warned;
  private final ThreadFactory threads;
  private final Semaphore places;
  private final AtomicInteger open = new AtomicInteger();

  /** Guards what follows; never held while anything is waited for. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable CompletableFuture<SshConnection> current;
  private int failures;
  private long notBefore = System.nanoTime();
  private boolean closed;

  /**
   * @param warned what the owner was warned of already
   * @param threads makes those that connect
   */
  SshTransport(
      SshAddress address,
      SshOptions options,
      SshEnvironment environment,
      Notices warned,
      ThreadFactory threads) {
    this.address = address;
    this.options = options;
    this.environment = environment;
    this.warned = warned;
    this.threads = threads;
    this.places = new Semaphore(options.maxChannels(), true);
  }

  @Override
  public DuplexChannel open(Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    takePlace(deadline, timeout);
    try {
      DuplexChannel channel = openOn(deadline, true);
      open.incrementAndGet();
      return channel;
    } catch (IOException | RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }

  private void takePlace(long deadline, Duration timeout) throws IOException {
    try {
      if (!places.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw new ConnectFailed(
            "%s: all %d channels are in use, and none came free within %d ms: close streams that are no longer read, or raise SshOptions.maxChannels"
                .formatted(address, options.maxChannels(), timeout.toMillis()),
            true,
            null);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void giveBack() {
    open.decrementAndGet();
    places.release();
  }

  private DuplexChannel openOn(long deadline, boolean mayTryAgain) throws IOException {
    SshConnection connection = connection(deadline);
    try {
      return connection.open(deadline, this::giveBack);
    } catch (ConnectFailed | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // It was lost at this very moment; nothing was sent to the engine.
      if (mayTryAgain && !connection.isAlive()) {
        return openOn(deadline, false);
      }
      throw new ConnectFailed(
          e.getMessage() == null ? address + ": " + e : e.getMessage(), true, e);
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  private SshConnection connection(long deadline) throws IOException {
    CompletableFuture<SshConnection> pending = currentOrNew();
    try {
      return pending.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (TimeoutException e) {
      throw new ConnectFailed(
          "%s: the SSH connection was not there in time; it is still being tried"
              .formatted(address),
          true,
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ConnectFailed failed) {
        // A copy: several callers may get it.
        throw new ConnectFailed(
            failed.getMessage() == null ? "" : failed.getMessage(), failed.mayPass(), failed);
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      if (e.getCause() instanceof Error failed) {
        throw failed;
      }
      throw new ConnectFailed(
          "%s: %s".formatted(address, e.getCause() == null ? e : e.getCause().getMessage()),
          true,
          e.getCause());
    }
  }

  private CompletableFuture<SshConnection> currentOrNew() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ConnectFailed(address + " is closed", false, null);
      }
      CompletableFuture<SshConnection> known = current;
      if (known != null && !isOver(known)) {
        return known;
      }
      CompletableFuture<SshConnection> fresh = new CompletableFuture<>();
      current = fresh;
      long pause = notBefore - System.nanoTime();
      start(fresh, () -> dial(fresh, known, pause));
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Should there be no thread for it, those who wait hear of that, and the next call tries anew.
   */
  private void start(CompletableFuture<SshConnection> fresh, Runnable dialing) {
    try {
      threads.newThread(dialing).start();
    } catch (RuntimeException | Error e) {
      fail(fresh, false, e);
    }
  }

  private static boolean isOver(CompletableFuture<SshConnection> future) {
    if (!future.isDone()) {
      return false;
    }
    return future.isCompletedExceptionally() || !future.join().isAlive();
  }

  private void dial(
      CompletableFuture<SshConnection> fresh,
      @Nullable CompletableFuture<SshConnection> before,
      long pause) {
    if (before != null && !before.isCompletedExceptionally()) {
      SshConnection old = before.join();
      old.lost()
          .ifPresent(
              why -> {
                LOG.info("{}: connecting again: {}", address, why.getMessage());
                LOG.debug("{}: the connection was lost", address, why);
              });
      old.close();
    }
    SshDialer dialer = null;
    try {
      if (pause > 0) {
        TimeUnit.NANOSECONDS.sleep(pause);
      }
      List<SshSettings> way = new SshResolver(options, environment).way(address);
      way.forEach(this::warn);
      dialer = new SshDialer(options, way);
      succeed(fresh, connect(dialer));
    } catch (IOException | RuntimeException e) {
      fail(fresh, dialer != null && dialer.reached(), e);
    } catch (InterruptedException e) {
      fail(fresh, false, interrupted());
    } catch (Error e) {
      // Those who wait must hear of it, whatever it is.
      fail(fresh, false, e);
      throw e;
    }
  }

  private void succeed(CompletableFuture<SshConnection> fresh, SshConnection connection) {
    boolean tooLate;
    lock.lock();
    try {
      failures = 0;
      notBefore = System.nanoTime();
      tooLate = closed;
    } finally {
      lock.unlock();
    }
    if (tooLate) {
      connection.close();
      fresh.completeExceptionally(new ConnectFailed(address + " is closed", false, null));
    } else {
      fresh.complete(connection);
    }
  }

  private void fail(CompletableFuture<SshConnection> fresh, boolean reached, Throwable e) {
    lock.lock();
    try {
      // Where nobody listens, nobody has work with us.
      failures = reached ? failures + 1 : 1;
      notBefore = System.nanoTime() + pause(failures);
    } finally {
      lock.unlock();
    }
    fresh.completeExceptionally(e);
  }

  /** 0.1 s after the first failure, then twice as long each time, up to 5 s. */
  private static long pause(int failures) {
    return TimeUnit.MILLISECONDS.toNanos(Math.min(5000, 100L << Math.min(6, failures - 1)));
  }

  /**
   * A server that drops us before the login has too many of them: it is asked again, more slowly.
   */
  private SshConnection connect(SshDialer dialer) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new SshConnection(dialer.dial(), address.socket(), options.channelWindow());
      } catch (SshDialer.DroppedEarly e) {
        if (attempt == 6 || isClosed()) {
          throw new ConnectFailed(
              e.getMessage() == null ? address.toString() : e.getMessage(), true, e);
        }
        // Not all at the same moment, should many be waiting.
        long nanos = pause(attempt);
        TimeUnit.NANOSECONDS.sleep(nanos + (long) (Math.random() * nanos));
      }
    }
  }

  private void warn(SshSettings settings) {
    for (String warning : settings.warnings()) {
      if (warned.isNew(warning)) {
        LOG.warn("{}", warning);
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int openChannels() {
    return open.get();
  }

  @Override
  public boolean waitsInLine() {
    return true;
  }

  @Override
  public String describe() {
    return address.toString();
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public void close() {
    CompletableFuture<SshConnection> last;
    lock.lock();
    try {
      closed = true;
      last = current;
    } finally {
      lock.unlock();
    }
    if (last != null && last.isDone() && !last.isCompletedExceptionally()) {
      last.join().close();
    }
  }
}
