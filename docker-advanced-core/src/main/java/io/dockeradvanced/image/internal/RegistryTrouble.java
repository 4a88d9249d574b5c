package io.dockeradvanced.image.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** An answer whose status says that it may be another one soon. */
final class RegistryTrouble extends IOException {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final long serialVersionUID = 1;

  private final transient RegistryHttp.Reply reply;
  private final @Nullable Duration rest;

  RegistryTrouble(RegistryHttp.Reply reply, String who) {
    super("%s answers with status %d".formatted(who, reply.status()));
    this.reply = reply;
    this.rest = null;
  }

  /**
   * An answer of a while ago that still counts.
   *
   * @param rest how long it still counts
   */
  RegistryTrouble(RegistryHttp.Reply reply, Duration rest) {
    super("it answered with status %d".formatted(reply.status()));
    this.reply = reply;
    this.rest = rest;
  }

  boolean limited() {
    return reply.status() == 429;
  }

  /** From now on; zero when it does not say. */
  Duration retryAfter(Clock clock) {
    if (rest != null) {
      return rest;
    }
    String text = reply.header("Retry-After").strip();
    if (text.matches("\\d{1,9}")) {
      return atMost(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), date.toInstant());
      return wait.isNegative() ? Duration.ZERO : atMost(wait);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  /** Whoever says more than a day says never. */
  private static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
