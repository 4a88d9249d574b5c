package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Kind;
import java.util.Locale;
import java.util.function.Consumer;

/** Texts as booleans and numbers, in the forms Compose takes. */
final class Casts {
  private Casts() {}

  /**
   * The text as a value of this kind.
   *
   * @param warn told about spellings that are going away
   * @throws IllegalArgumentException when it is none
   */
  static Object cast(String text, Kind kind, Consumer<String> warn) {
    return switch (kind) {
      case BOOLEAN -> bool(text, warn);
      case FLOAT -> decimal(text);
      default -> integer(text);
    };
  }

  private static Object bool(String text, Consumer<String> warn) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
        return true;
      case "false":
        return false;
      case "y", "yes", "on":
        warn.accept("\"" + text + "\" is no boolean in YAML 1.2; write true.");
        return true;
      case "n", "no", "off":
        warn.accept("\"" + text + "\" is no boolean in YAML 1.2; write false.");
        return false;
      default:
        throw new IllegalArgumentException("true or false");
    }
  }

  private static Object integer(String text) {
    if (!text.matches("[-+]?[0-9]+")) {
      throw new IllegalArgumentException("a whole number");
    }
    return Long.valueOf(text);
  }

  private static Object decimal(String text) {
    if (!text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
      throw new IllegalArgumentException("a number");
    }
    return Double.valueOf(text);
  }
}
