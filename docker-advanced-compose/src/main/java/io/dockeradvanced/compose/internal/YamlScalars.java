package io.dockeradvanced.compose.internal;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of an unquoted scalar, decided as Compose's YAML library decides it.
 *
 * <p>That is YAML 1.2 with two leftovers of 1.1: {@code 0777} is octal and {@code _} may stand
 * between digits. {@code yes}, {@code on}, {@code 22:22} and dates are strings.
 */
final class YamlScalars {
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger INT64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger INT64_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final Map<String, Object> WORDS =
      Map.ofEntries(
          Map.entry("true", true),
          Map.entry("True", true),
          Map.entry("TRUE", true),
          Map.entry("false", false),
          Map.entry("False", false),
          Map.entry("FALSE", false),
          Map.entry(".nan", Double.NaN),
          Map.entry(".NaN", Double.NaN),
          Map.entry(".NAN", Double.NaN),
          Map.entry(".inf", Double.POSITIVE_INFINITY),
          Map.entry(".Inf", Double.POSITIVE_INFINITY),
          Map.entry(".INF", Double.POSITIVE_INFINITY),
          Map.entry("+.inf", Double.POSITIVE_INFINITY),
          Map.entry("+.Inf", Double.POSITIVE_INFINITY),
          Map.entry("+.INF", Double.POSITIVE_INFINITY),
          Map.entry("-.inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.Inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.INF", Double.NEGATIVE_INFINITY));

  private YamlScalars() {}

  static @Nullable Object resolve(String text) {
    switch (text) {
      case "", "~", "null", "Null", "NULL":
        return null;
      default:
    }
    Object word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    char first = text.charAt(0);
    boolean digitOrSign = first >= '0' && first <= '9' || first == '-' || first == '+';
    if (!digitOrSign && first != '.') {
      return text;
    }
    String plain = text.replace("_", "");
    if (digitOrSign) {
      Object integer = integer(plain);
      if (integer != null) {
        return integer;
      }
    }
    return FLOAT.matcher(first == '.' ? text : plain).matches() ? number(plain, text) : text;
  }

  /** A number that is too big for one stays a text, as with Compose. */
  private static Object number(String plain, String text) {
    double number = Double.parseDouble(plain);
    return Double.isInfinite(number) ? text : (Object) number;
  }

  /** Go's {@code ParseInt(s, 0, 64)}, then {@code ParseUint}: the prefix chooses the base. */
  private static @Nullable Object integer(String plain) {
    boolean negative = plain.startsWith("-");
    String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
    String lower = digits.toLowerCase(Locale.ROOT);
    int radix = 10;
    if (lower.startsWith("0x")) {
      radix = 16;
    } else if (lower.startsWith("0b")) {
      radix = 2;
    } else if (lower.startsWith("0o")) {
      radix = 8;
    } else if (lower.startsWith("0") && lower.length() > 1) {
      radix = 8;
      lower = "0o" + lower.substring(1);
    }
    String body = radix == 10 ? lower : lower.substring(2);
    if (body.isEmpty() || body.length() > 70) {
      return null;
    }
    for (int i = 0; i < body.length(); i++) {
      if (body.charAt(i) > 'f' || Character.digit(body.charAt(i), radix) < 0) {
        return null;
      }
    }
    BigInteger value = new BigInteger(body, radix);
    value = negative ? value.negate() : value;
    if (value.compareTo(INT64_MIN) >= 0 && value.compareTo(INT64_MAX) <= 0) {
      return value.longValue();
    }
    return negative || value.compareTo(UINT64_MAX) > 0 || plain.startsWith("+") ? null : value;
  }
}
