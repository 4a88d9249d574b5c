package io.dockeradvanced.internal.engine;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.UnreachableHost;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats a read that found no engine: three times more, after about 100, 200 and 400 ms.
 *
 * <p>Apart from its caller, so that Resilience4j is not even loaded before something fails.
 */
final class Retries {
  private static final int ATTEMPTS = 4;
  private static final Duration FIRST = Duration.ofMillis(100);

  private Retries() {}

  /**
   * @param first what the first attempt failed with
   * @param deadline of {@link System#nanoTime}; no pause that would end after it is begun
   */
  static <T> T again(
      UnreachableHost first,
      long deadline,
      Predicate<UnreachableHost> worthwhile,
      Supplier<T> attempt) {
    AtomicBoolean toldFirst = new AtomicBoolean();
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST, 2.0, 0.5))
            .retryOnException(
                e -> e instanceof UnreachableHost u && worthwhile.test(u) && timeLeft(deadline))
            .build();
    try {
      return Retry.of("read", config)
          .executeSupplier(
              () -> {
                if (toldFirst.compareAndSet(false, true)) {
                  throw first;
                }
                return attempt.get();
              });
    } catch (UnreachableHost e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new Cancelled(e.getMessage() + "; interrupted before the next attempt", e);
      }
      throw e;
    }
  }

  private static boolean timeLeft(long deadline) {
    return deadline - System.nanoTime() > TimeUnit.SECONDS.toNanos(1);
  }
}
