package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import java.util.Locale;

/**
 * What the library logs. A user is told everything in sentences of the command, so by default that
 * is nothing; {@code DA_LOG} or the docker command's {@code --log-level} show more.
 */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /**
   * Settles it, before the first line could be logged.
   *
   * @param level empty for the default
   */
  static void begin(String level) {
    String ours = level(level.strip().toLowerCase(Locale.ROOT));
    // Only ours: at their lowest level other libraries may write what they send.
    setUnlessSet("log.io.dockeradvanced", ours);
    setUnlessSet("defaultLogLevel", "off");
  }

  private static String level(String word) {
    return switch (word) {
      case "trace", "debug", "info", "warn", "error", "off" -> word;
      case "warning" -> "warn";
      case "", "fatal", "panic" -> "off";
      default ->
          throw new InvalidSpec(
              "DA_LOG", 0, 0, "'" + word + "' is no level; use debug, info, warn, error or off");
    };
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(PREFIX + name) == null) {
      System.setProperty(PREFIX + name, value);
    }
  }
}
