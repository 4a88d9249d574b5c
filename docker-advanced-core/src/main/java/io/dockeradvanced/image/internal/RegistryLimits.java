package io.dockeradvanced.image.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How much is asked of one host at a time, and not while it has told us to wait. Thread-safe. */
final class RegistryLimits {
  private final int perHost;
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  RegistryLimits(int perHost) {
    this.perHost = perHost;
  }

  /** A request. */
  interface Request {
    RegistryHttp.Reply send() throws IOException;
  }

  private static final class Gate {
    private final Semaphore permits;
    private volatile Still still = new Still(0, null);

    Gate(int permits) {
      this.permits = new Semaphore(permits, true);
    }
  }

  /** Until when ({@link System#nanoTime}) nothing is asked, and the answer that said so. */
  private record Still(long until, RegistryHttp.@org.jspecify.annotations.Nullable Reply reply) {}

  /**
   * Sends the request when it is its turn.
   *
   * @throws RegistryTrouble at once, while an earlier answer forbids to ask
   */
  RegistryHttp.Reply within(String host, Clock clock, Duration limit, Request request)
      throws IOException {
    Gate gate = gates.computeIfAbsent(host, h -> new Gate(perHost));
    Still still = gate.still;
    long rest = still.until() - System.nanoTime();
    if (still.reply() != null && rest > 0) {
      throw new RegistryTrouble(still.reply(), Duration.ofNanos(rest));
    }
    try {
      if (!gate.permits.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            "%d requests to %s are under way, and none has ended".formatted(perHost, host));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryCalls.interrupted(host, e);
    }
    try {
      RegistryHttp.Reply reply = request.send();
      if (reply.status() == 429) {
        Duration wait = new RegistryTrouble(reply, "it").retryAfter(clock);
        if (!wait.isZero()) {
          gate.still = new Still(System.nanoTime() + wait.toNanos(), reply);
        }
      }
      return reply;
    } finally {
      gate.permits.release();
    }
  }
}
