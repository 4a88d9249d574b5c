package io.dockeradvanced.container;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a container's health check.
 *
 * @param exitCode 0 for healthy; -1 when it could not be run or took too long
 * @param output the beginning of what it printed; the engine keeps 4 KiB
 */
public record HealthCheck(Instant start, @Nullable Instant end, int exitCode, String output) {
  /** When it ended; empty when the engine does not say. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(end);
  }

  public boolean healthy() {
    return exitCode == 0;
  }
}
