package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a container has to end before it is killed, and so how long a call that stops it may
 * take.
 */
public final class StopGrace {
  /** The most that engines read. */
  private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

  private static final Duration MARGIN = Duration.ofSeconds(20);

  /** For own times that are short, or that the engine does not tell. */
  private static final Duration LEAST_LIMIT = Duration.ofMinutes(15);

  private final Optional<Duration> asked;
  private final Duration limit;

  private StopGrace(Optional<Duration> asked, Duration limit) {
    this.asked = asked;
    this.limit = limit;
  }

  /**
   * A time that somebody gives; whole seconds.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public static StopGrace of(Duration grace) {
    return new StopGrace(Optional.of(check(grace)), grace.plus(MARGIN));
  }

  /** The time a container was made with; for ever where that is negative, as with Docker. */
  public static StopGrace own(JsonNode inspected) {
    long seconds = inspected.path("Config").path("StopTimeout").asLong();
    Duration own =
        seconds < 0 || seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
    Duration whole = own.plus(MARGIN);
    return new StopGrace(Optional.empty(), whole.compareTo(LEAST_LIMIT) < 0 ? LEAST_LIMIT : whole);
  }

  /**
   * The time, if a stop can have it.
   *
   * @throws IllegalArgumentException when it is negative, which is for ever with Docker: then one
   *     container that does not end would keep an operation from ending; or longer than engines can
   *     read
   */
  public static Duration check(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException(
          "the time to stop is %s; a stop does not wait for ever, give it 0 or more seconds"
              .formatted(grace));
    }
    if (grace.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the time to stop is %s; engines take at most %d seconds"
              .formatted(grace, LONGEST.toSeconds()));
    }
    return grace;
  }

  /** As engines take it: what is less than a second is one, for 0 would kill at once. */
  public static long seconds(Duration grace) {
    return grace.toSeconds() + (grace.getNano() > 0 ? 1 : 0);
  }

  /** How long a call that stops with it may take. */
  Duration limit() {
    return limit;
  }

  /** The call with this time. */
  Call in(Call call) {
    asked.ifPresent(grace -> call.query("t", seconds(grace)));
    return call.within(limit);
  }
}
