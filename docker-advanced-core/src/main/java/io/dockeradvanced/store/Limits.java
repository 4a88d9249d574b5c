package io.dockeradvanced.store;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What every store takes and refuses, so that no store is laxer than another. */
final class Limits {
  /** So that the longest of them fit together into an index of every database. */
  static final int NAME_BYTES = 1024;

  static final int JSON_CHARS = 16 << 20;
  static final int BLOB_BYTES = 64 << 20;

  private Limits() {}

  /** A kind, id, stream, type, owner or series: stored as UTF-8 text, compared byte by byte. */
  static String name(String value, String what) {
    if (requireNonNull(value, () -> what + " is null").isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > NAME_BYTES) {
      throw new IllegalArgumentException(
          what + " has " + bytes + " bytes in UTF-8, " + NAME_BYTES + " are allowed");
    }
    return text(value, what);
  }

  static String stream(String value) {
    int slash = requireNonNull(value, "stream is null").indexOf('/');
    if (slash < 1 || slash == value.length() - 1) {
      throw new IllegalArgumentException("a stream is named kind/id, not: " + value);
    }
    return name(value, "stream");
  }

  static String kindOf(String stream) {
    return stream.substring(0, stream.indexOf('/'));
  }

  static String json(String value) {
    if (requireNonNull(value, "json is null").length() > JSON_CHARS) {
      throw new IllegalArgumentException(
          "json has " + value.length() + " characters, " + JSON_CHARS + " are allowed; use a blob");
    }
    return text(value, "json");
  }

  static byte[] blob(byte[] content) {
    if (requireNonNull(content, "content is null").length > BLOB_BYTES) {
      throw new IllegalArgumentException(
          "a blob has at most " + BLOB_BYTES + " bytes, this one has " + content.length);
    }
    return content;
  }

  static long revision(long expected) {
    if (expected < Batch.ANY) {
      throw new IllegalArgumentException("no revision can be " + expected);
    }
    return expected;
  }

  static int limit(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit is negative: " + limit);
    }
    return limit;
  }

  static Duration ttl(Duration ttl) {
    if (requireNonNull(ttl, "ttl is null").toNanos() < 1_000_000) {
      throw new IllegalArgumentException("a lease lasts at least 1 ms, not " + ttl);
    }
    return ttl;
  }

  static Instant plus(Instant now, Duration ttl) {
    return Instant.ofEpochMilli(now.toEpochMilli() + ttl.toMillis());
  }

  /** The time in milliseconds, for content. */
  static long millis(Instant at) {
    try {
      return at.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the time " + at + " is out of range", e);
    }
  }

  /**
   * The first whole millisecond that is not before {@code at}, so that a comparison of milliseconds
   * gives the same answer as one of instants. Times too far away become the farthest there is.
   */
  static long bound(Instant at) {
    try {
      long floor = at.toEpochMilli();
      return Instant.ofEpochMilli(floor).equals(at) ? floor : floor + 1;
    } catch (ArithmeticException e) {
      return at.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  // NUL and half surrogates do not come back from every database as they went in.
  private static String text(String value, String what) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(what + " contains a NUL character");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw new IllegalArgumentException(what + " contains half a surrogate pair");
        }
        i++;
      }
    }
    return value;
  }
}
