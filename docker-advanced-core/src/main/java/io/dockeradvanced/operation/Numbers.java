package io.dockeradvanced.operation;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as they come back from JSON, so that what was written equals what is read. */
final class Numbers {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** A {@link Long} or a larger {@link BigInteger} for a whole number, else a {@link Double}. */
  static Number same(Number number) {
    if (number instanceof Long || number instanceof Integer) {
      return number.longValue();
    }
    if (number instanceof BigInteger big) {
      boolean fits = big.compareTo(LEAST) >= 0 && big.compareTo(MOST) <= 0;
      return fits ? (Number) big.longValue() : big;
    }
    if (number instanceof Double || number instanceof Float || number instanceof BigDecimal) {
      double value = number.doubleValue();
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("not a JSON number: " + value);
      }
      return value;
    }
    return number.longValue();
  }
}
