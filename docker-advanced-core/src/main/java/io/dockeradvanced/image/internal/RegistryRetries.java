package io.dockeradvanced.image.internal;

import io.dockeradvanced.image.RateLimited;
import io.dockeradvanced.image.RegistryUnreachable;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks again what may pass, as long as the registry says or a little longer each time. */
final class RegistryRetries {
  static final int ATTEMPTS = 5;
  private static final Duration FIRST = Duration.ofMillis(200);

  private RegistryRetries() {}

  /**
   * The answer of the first attempt that gets one.
   *
   * @param attempts in all
   * @param patience no pause is begun that would end later
   */
  static RegistryHttp.Reply run(
      String registry,
      int attempts,
      Duration patience,
      Clock clock,
      Callable<RegistryHttp.Reply> attempt) {
    long end = System.nanoTime() + patience.toNanos();
    IntervalFunction growing = IntervalFunction.ofExponentialRandomBackoff(FIRST, 2.0, 0.5);
    RetryConfig config =
        RetryConfig.<RegistryHttp.Reply>custom()
            .maxAttempts(attempts)
            .intervalBiFunction(
                (number, outcome) -> {
                  Duration told = told(outcome.isLeft() ? outcome.getLeft() : null, clock);
                  return told.isZero() ? growing.apply(number) : told.toMillis() + 1;
                })
            .retryOnException(
                e ->
                    passes(e)
                        && end - System.nanoTime()
                            > Math.max(FIRST.toNanos(), told(e, clock).toNanos()))
            .build();
    try {
      return Retry.of("registry", config).executeCallable(attempt);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw RegistryCalls.interrupted(registry, e);
      }
      throw explained(registry, e, clock);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("calls of registries throw nothing else", e);
    }
  }

  private static Duration told(@Nullable Throwable e, Clock clock) {
    return e instanceof RegistryTrouble trouble ? trouble.retryAfter(clock) : Duration.ZERO;
  }

  private static boolean passes(Throwable e) {
    return e instanceof IOException
        && !(e instanceof SSLException)
        && !(e instanceof UnknownHostException)
        && !(e instanceof RegistryHttp.TooLarge)
        && !(e instanceof ConnectException c && c.getCause() instanceof UnknownHostException);
  }

  private static RuntimeException explained(String registry, IOException e, Clock clock) {
    if (e instanceof RegistryTrouble trouble && trouble.limited()) {
      Duration wait = trouble.retryAfter(clock);
      return new RateLimited(
          registry,
          wait.isZero()
              ? "it has been asked too often; wait a while, or log in"
              : "it has been asked too often and wants %d s of rest; wait, or log in"
                  .formatted(wait.plusMillis(999).toSeconds()),
          wait);
    }
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof SSLException) {
      why = "HTTPS does not come about (%s); see that its certificate is trusted".formatted(why);
    } else if (e instanceof RegistryHttp.TooLarge) {
      why = why + "; this is no answer of a registry";
    } else if (e instanceof HttpTimeoutException) {
      why = why + "; try again later";
    } else if (e instanceof ConnectException || e instanceof UnknownHostException) {
      why = "it cannot be reached (%s); check its name and the network".formatted(cause(e));
    } else {
      why = why + "; try again later";
    }
    return new RegistryUnreachable(registry, why, e);
  }

  private static String cause(IOException e) {
    Throwable at = e;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
  }
}
