package io.dockeradvanced.compose.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Variable substitution in one text: {@code $NAME}, <code>${NAME}</code>, <code>${NAME:-default}
 * </code> and its kin, {@code $$} for a dollar sign.
 *
 * <p>What follows an operator reaches to the brace that closes it, so texts nest; it is substituted
 * itself, whether or not it is used. A dollar sign that starts no variable stays as it is.
 */
final class Template {
  /** Where variables come from. */
  interface Variables {
    /** The value, or null where the variable is not set. */
    @Nullable String lookup(String name);
  }

  /** The text cannot be substituted; the message is a sentence for the user. */
  static final class BadTemplate extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadTemplate(String message) {
      super(message, null, false, false);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * How much variables may still add to one file or project. They multiply: sixty lines, each of
   * which has the one before it twice, are more than any machine can hold.
   */
  static final class Room {
    private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
    private long left = MOST_CHARACTERS;

    private void take(int characters) {
      left -= characters;
      if (left < 0) {
        throw new BadTemplate("Variables add more than 8 MiB; make their values shorter.");
      }
    }
  }

  private static final int DEEPEST = 40;

  private final Room room;
  private final Variables variables;
  private final Consumer<String> unset;

  /**
   * @param room what is left for all that share it
   * @param unset told the name of each variable that became empty because nothing sets it
   */
  Template(Room room, Variables variables, Consumer<String> unset) {
    this.room = room;
    this.variables = variables;
    this.unset = unset;
  }

  String substitute(String text) {
    return substitute(text, 0);
  }

  private String substitute(String text, int depth) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    if (depth > DEEPEST) {
      throw new BadTemplate("Variables are nested more than " + DEEPEST + " deep.");
    }
    StringBuilder result = new StringBuilder();
    int lineEnd = -1;
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == text.length()) {
        return result.append(text, at, text.length()).toString();
      }
      result.append(text, at, dollar);
      char next = text.charAt(dollar + 1);
      if (next == '$') {
        result.append('$');
        at = dollar + 2;
      } else if (startsName(next)) {
        int end = nameEnd(text, dollar + 1);
        append(plain(text.substring(dollar + 1, end)), result);
        at = end;
      } else if (next == '{') {
        if (lineEnd < dollar) {
          int newline = text.indexOf('\n', dollar);
          lineEnd = newline < 0 ? text.length() : newline;
        }
        at = braced(text, dollar, lineEnd, result, depth);
      } else {
        result.append('$');
        at = dollar + 1;
      }
    }
    return result.toString();
  }

  /**
   * Appends the value of the braced variable at the dollar sign; returns where the text goes on.
   */
  private int braced(String text, int dollar, int lineEnd, StringBuilder result, int depth) {
    int start = dollar + 2;
    int end =
        start < text.length() && startsName(text.charAt(start)) ? nameEnd(text, start) : start;
    if (end == start || end == text.length()) {
      throw bad(text, dollar, end);
    }
    String name = text.substring(start, end);
    if (text.charAt(end) == '}') {
      append(plain(name), result);
      return end + 1;
    }
    boolean orEmpty = text.charAt(end) == ':';
    int operatorAt = orEmpty ? end + 1 : end;
    char operator = operatorAt < text.length() ? text.charAt(operatorAt) : ' ';
    int last = text.lastIndexOf('}', lineEnd);
    if ("-+?".indexOf(operator) < 0 || last <= operatorAt) {
      throw bad(text, dollar, end);
    }
    int close = closingBrace(text, dollar, last);
    room.take(close - operatorAt);
    String argument = substitute(text.substring(operatorAt + 1, close), depth + 1);
    append(apply(name, operator, orEmpty, argument), result);
    return close + 1;
  }

  private void append(String value, StringBuilder result) {
    room.take(value.length());
    result.append(value);
  }

  private String apply(String name, char operator, boolean orEmpty, String argument) {
    String value = variables.lookup(name);
    boolean given = value != null && !(orEmpty && value.isEmpty());
    switch (operator) {
      case '-':
        return given ? String.valueOf(value) : argument;
      case '+':
        return given ? argument : value == null ? "" : value;
      default:
        if (!given) {
          throw new BadTemplate(
              "The variable "
                  + name
                  + " must be set"
                  + (argument.isEmpty() ? "." : ": " + argument));
        }
        return String.valueOf(value);
    }
  }

  private String plain(String name) {
    String value = variables.lookup(name);
    if (value == null) {
      unset.accept(name);
      return "";
    }
    return value;
  }

  /**
   * The brace that closes the one after the dollar sign. As in Compose, the character after an
   * opening brace is not looked at, and braces that never balance leave the last one to close.
   */
  private static int closingBrace(String text, int dollar, int last) {
    int open = 0;
    for (int i = dollar; i <= last; i++) {
      char c = text.charAt(i);
      if (c == '}' && --open == 0) {
        return i;
      }
      if (c == '{') {
        open++;
        i++;
      }
    }
    return last;
  }

  private static boolean startsName(char c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length()
        && (startsName(text.charAt(end)) || text.charAt(end) >= '0' && text.charAt(end) <= '9')) {
      end++;
    }
    return end;
  }

  /** Shows no more than the name: what follows may be a secret default. */
  private static BadTemplate bad(String text, int dollar, int end) {
    return new BadTemplate(
        "The variable at \""
            + text.substring(dollar, end)
            + "\" is not complete: write ${NAME} or ${NAME:-default}, and $$ for a dollar sign.");
  }
}
