package io.dockeradvanced.internal.host;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.HostResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks many hosts the same at once. */
public final class Fleet {
  private Fleet() {}

  /** An answer or a failure for each host, after {@code timeout} at the latest. */
  public static <T> Map<String, HostResult<T>> each(
      ExecutorService executor,
      List<DockerHost> hosts,
      Duration timeout,
      Function<DockerHost, T> ask) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Map<DockerHost, Future<T>> asked = new LinkedHashMap<>();
    for (DockerHost host : hosts) {
      asked.put(host, executor.submit(() -> ask.apply(host)));
    }
    Map<String, HostResult<T>> results = new LinkedHashMap<>();
    try {
      asked.forEach(
          (host, answer) -> results.put(host.name(), result(host, answer, deadline, timeout)));
    } finally {
      // Whoever is still at it gets an interrupt, which ends its call.
      asked.values().forEach(answer -> answer.cancel(true));
    }
    return results;
  }

  private static <T> HostResult<T> result(
      DockerHost host, Future<T> answer, long deadline, Duration timeout) {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      return new HostResult.Answered<>(answer.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return new HostResult.Failed<>(
          new TimedOut("%s: no answer within %s ms".formatted(host.name(), timeout.toMillis())));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        return new HostResult.Failed<>(failure);
      }
      throw new IllegalStateException(host.name() + ": the question itself failed", cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while waiting for " + host.name(), e);
    }
  }
}
