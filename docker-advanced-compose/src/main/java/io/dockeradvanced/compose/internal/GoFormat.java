package io.dockeradvanced.compose.internal;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Values as text in the shape Go gives them: what Compose shows and what the config-hash reads. */
public final class GoFormat {
  private GoFormat() {}

  /** {@code fmt.Sprint} of a value decoded from YAML. */
  public static String sprint(@Nullable Object value) {
    if (value == null) {
      return "<nil>";
    }
    if (value instanceof Double number) {
      return number(number, new BigDecimal(Double.toString(finite(number))), -4, 6);
    }
    if (value instanceof Float number) {
      return number(number, new BigDecimal(Float.toString(number)), -4, 6);
    }
    return value instanceof Duration duration ? duration(duration) : value.toString();
  }

  /** A float64 as {@code encoding/json} writes it. */
  public static String json(double number) {
    return number(number, new BigDecimal(Double.toString(finite(number))), -6, 21)
        .replace("e-0", "e-");
  }

  /** A float32 as {@code encoding/json} writes it. */
  public static String json(float number) {
    return number(number, new BigDecimal(Float.toString(number)), -6, 21).replace("e-0", "e-");
  }

  private static double finite(double number) {
    return Double.isFinite(number) ? number : 0;
  }

  private static String number(double number, BigDecimal shortest, int least, int most) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    BigDecimal plain = shortest.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    if (exponent >= least && exponent < most) {
      return plain.toPlainString();
    }
    String digits = plain.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder(number < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    return text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent)).toString();
  }

  /** A duration as {@code time.Duration.String} writes it: {@code 1m30s}, {@code 1.5ms}. */
  public static String duration(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String sign = duration.isNegative() ? "-" : "";
    Duration positive = duration.abs();
    long nanos = positive.toNanos();
    if (nanos < 1_000L) {
      return sign + nanos + "ns";
    }
    if (nanos < 1_000_000L) {
      return sign + BigDecimal.valueOf(nanos, 3).stripTrailingZeros().toPlainString() + "µs";
    }
    if (nanos < 1_000_000_000L) {
      return sign + BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
    }
    long hours = positive.toHours();
    int minutes = positive.toMinutesPart();
    BigDecimal seconds = BigDecimal.valueOf(nanos % 60_000_000_000L, 9).stripTrailingZeros();
    String text = sign;
    if (hours > 0) {
      text += hours + "h";
    }
    if (hours > 0 || minutes > 0) {
      text += minutes + "m";
    }
    return text + seconds.toPlainString() + "s";
  }
}
