package io.dockeradvanced.transport.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides whether a {@code Match} line is meant for our host. */
final class MatchLine {
  private final ConfigValues values;
  private final Consumer<String> warn;

  MatchLine(ConfigValues values, Consumer<String> warn) {
    this.values = values;
    this.warn = warn;
  }

  /** Null when the line has a criterion that we cannot judge; its block is left out. */
  @Nullable Boolean matches(ConfigLine line, ConfigReader.Place at) {
    List<String> words = words(line.arguments());
    if (words.isEmpty()) {
      throw at.invalid("Match needs a criterion, such as 'host name' or 'all'");
    }
    boolean result = true;
    boolean judged = true;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).toLowerCase(Locale.ROOT);
      boolean negated = word.startsWith("!");
      String criterion = negated ? word.substring(1) : word;
      if (criterion.equals("all")) {
        if (words.size() > 1 || negated) {
          throw at.invalid("Match: 'all' stands alone");
        }
        return true;
      }
      if (criterion.equals("canonical") || criterion.equals("final")) {
        judged = unsupported(criterion, at);
        continue;
      }
      if (i + 1 >= words.size()) {
        throw at.invalid("Match: '%s' needs a value".formatted(criterion));
      }
      String value = words.get(++i);
      switch (criterion) {
        case "host" -> result &= Patterns.hostInList(value, values.hostNameNow()) != negated;
        case "originalhost" -> result &= Patterns.hostInList(value, values.alias()) != negated;
        case "user" -> result &= Patterns.inList(value, values.userNow()) != negated;
        case "localuser" -> result &= Patterns.inList(value, values.localUser()) != negated;
        case "exec", "localnetwork", "tagged", "version", "sessiontype", "command" ->
            judged = unsupported(criterion, at);
        default -> throw at.invalid("Match: there is no criterion '%s'".formatted(criterion));
      }
    }
    return judged ? result : null;
  }

  private boolean unsupported(String criterion, ConfigReader.Place at) {
    warn.accept("%s: 'Match %s' is not supported; its block is left out".formatted(at, criterion));
    return false;
  }

  /** {@code host=web} and {@code host = web} are {@code host web}. */
  private static List<String> words(List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      boolean wantsValue = words.size() % 2 == 1;
      int equals = argument.indexOf('=');
      if (wantsValue && argument.startsWith("=")) {
        if (argument.length() > 1) {
          words.add(argument.substring(1));
        }
      } else if (!wantsValue && equals > 0) {
        words.add(argument.substring(0, equals));
        if (equals + 1 < argument.length()) {
          words.add(argument.substring(equals + 1));
        }
      } else {
        words.add(argument);
      }
    }
    return words;
  }
}
