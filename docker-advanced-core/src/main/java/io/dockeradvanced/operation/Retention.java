package io.dockeradvanced.operation;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long a store keeps operations that have ended, each with its journal, in which the whole plan
 * is. One is removed when so many newer ones have ended, or when its end is so long ago, whichever
 * comes first. What has not ended stays in any case.
 *
 * <p>It counts for a whole store: all hosts together. Of several owners of one store the strictest
 * prevails. Removed is a little at a time, whenever an operation of the owner ends; so some may
 * stay a while longer.
 *
 * <pre>{@code
 * Config config = Config.defaults().use(Retention.class, new Retention(1000, Duration.ofDays(365)));
 * }</pre>
 *
 * @param operations how many to keep; 0 for none
 * @param age how long to keep one after its end
 */
public record Retention(int operations, Duration age) {
  private static final Retention DEFAULTS = new Retention(200, Duration.ofDays(90));
  private static final Retention EVERYTHING =
      new Retention(Integer.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE));

  public Retention {
    requireNonNull(age, "age is null");
    if (operations < 0) {
      throw new IllegalArgumentException("operations is negative: " + operations);
    }
    if (age.isNegative()) {
      throw new IllegalArgumentException("age is negative: " + age);
    }
  }

  /** What counts unless the configuration says otherwise: 200 operations, 90 days. */
  public static Retention defaults() {
    return DEFAULTS;
  }

  /** Removes nothing, ever. */
  public static Retention everything() {
    return EVERYTHING;
  }

  /** An operation that has ended. */
  record Ended(String id, long revision, Instant at) {}

  /** Those of them that need not be kept, oldest first. */
  List<Ended> outdated(List<Ended> ended, Instant now) {
    List<Ended> sorted = new ArrayList<>(ended);
    sorted.sort(Comparator.comparing(Ended::at).thenComparing(Ended::id));
    int tooMany = Math.max(0, sorted.size() - operations);
    Instant earliest = earliest(now);
    List<Ended> outdated = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      if (i < tooMany || sorted.get(i).at().isBefore(earliest)) {
        outdated.add(sorted.get(i));
      }
    }
    return outdated;
  }

  private Instant earliest(Instant now) {
    try {
      return now.minus(age);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN; // longer than there is time
    }
  }
}
