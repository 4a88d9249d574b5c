package io.dockeradvanced.compose.internal;

import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param value null, String, Boolean, Long, BigInteger or Double; after {@link BindPass} also Float
 *     and java.time.Duration
 */
public record Scalar(@Nullable Object value, Mark mark) implements Node {
  /** The value as Go's {@code fmt.Sprint} writes it, which is how Compose turns it into text. */
  public String text() {
    return GoFormat.sprint(value);
  }
}
