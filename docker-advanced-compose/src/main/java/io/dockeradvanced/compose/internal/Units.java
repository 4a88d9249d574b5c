package io.dockeradvanced.compose.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Sizes and durations as Compose reads them. */
public final class Units {
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L,
          "w", 604_800_000_000_000L);

  private Units() {}

  /**
   * {@code 64m}, {@code 1.5 GiB}, {@code 1024}: units are powers of 1024.
   *
   * @throws IllegalArgumentException when the text is no size
   */
  public static long bytes(String text) {
    int end = text.length();
    while (end > 0 && "0123456789. ".indexOf(text.charAt(end - 1)) < 0) {
      end--;
    }
    if (end == 0) {
      throw new IllegalArgumentException("no number");
    }
    String number =
        text.charAt(end - 1) == ' ' ? text.substring(0, end - 1) : text.substring(0, end);
    if (!number.matches("\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)")) {
      throw new IllegalArgumentException("no number");
    }
    String unit = text.substring(end).toLowerCase(Locale.ROOT);
    double factor = 1;
    if (!unit.isEmpty() && !unit.equals("b")) {
      int power = "kmgtp".indexOf(unit.charAt(0)) + 1;
      String rest = unit.substring(1);
      if (power == 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
        throw new IllegalArgumentException("unknown unit");
      }
      factor = Math.pow(1024, power);
    }
    double size = Double.parseDouble(number) * factor;
    if (size >= Long.MAX_VALUE) {
      throw new IllegalArgumentException("too big");
    }
    return (long) size;
  }

  /**
   * {@code 1m30s}, {@code 1.5h}, {@code 2d}.
   *
   * @throws IllegalArgumentException when the text is no duration
   */
  static Duration duration(String text) {
    String rest = text;
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty() || rest.length() > 100) {
      throw new IllegalArgumentException("no duration");
    }
    long total = 0;
    int at = 0;
    while (at < rest.length()) {
      int numberEnd = at;
      while (numberEnd < rest.length() && isNumber(rest.charAt(numberEnd))) {
        numberEnd++;
      }
      int unitEnd = numberEnd;
      while (unitEnd < rest.length() && !isNumber(rest.charAt(unitEnd))) {
        unitEnd++;
      }
      String number = rest.substring(at, numberEnd);
      Long unit = NANOS.get(rest.substring(numberEnd, unitEnd));
      if (unit == null || !number.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
        throw new IllegalArgumentException("no duration");
      }
      total = add(total, number, unit);
      at = unitEnd;
    }
    return Duration.ofNanos(negative ? -total : total);
  }

  private static long add(long total, String number, long unit) {
    try {
      BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
      return Math.addExact(total, nanos.setScale(0, RoundingMode.DOWN).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too long", e);
    }
  }

  private static boolean isNumber(char c) {
    return c >= '0' && c <= '9' || c == '.';
  }
}
