package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.Map;

/**
 * The {@code .env} format: {@code KEY=value} lines with comments, quotes, escapes and variables.
 *
 * <p>Values in double quotes have escapes and variables, values without quotes have variables and
 * end before {@code " #"}, values in single quotes are taken as they are; quotes may span lines.
 */
final class DotEnv {
  private final String file;
  private final String text;
  private final Map<String, String> out;
  private final Template.Variables lookup;
  private final Findings findings;
  private final Template.Room room = new Template.Room();
  private int at;
  private int line = 1;
  private int lineStart;

  private DotEnv(
      String file,
      String text,
      Map<String, String> out,
      Template.Variables lookup,
      Findings findings) {
    this.file = file;
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.out = out;
    this.lookup = lookup;
    this.findings = findings;
  }

  /**
   * Adds the variables of the text to the map.
   *
   * @param lookup asked first for variables in values and for keys without a value
   */
  static void parse(
      String file,
      String text,
      Map<String, String> out,
      Template.Variables lookup,
      Findings findings) {
    new DotEnv(file, text, out, lookup, findings).statements();
  }

  /** The {@code raw} format: no quotes, no variables, values to the end of the line. */
  static void parseRaw(
      String file, String text, Map<String, String> out, Template.Variables lookup) {
    String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line =
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
      line = line.stripLeading();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals);
      if (key.isEmpty()) {
        throw new InvalidSpec(file, i + 1, 1, "This line has no name before the =.");
      }
      if (key.chars().anyMatch(Character::isWhitespace)) {
        throw new InvalidSpec(file, i + 1, 1, "The name of a variable cannot have a space.");
      }
      String value = equals < 0 ? lookup.lookup(key) : line.substring(equals + 1);
      if (value != null) {
        out.put(key, value);
      }
    }
  }

  private void statements() {
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))
          || at < text.length() && isSpace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return;
      }
      if (text.charAt(at) == '#') {
        int end = text.indexOf('\n', at);
        if (end < 0) {
          return;
        }
        at = end;
        continue;
      }
      statement();
    }
  }

  private void statement() {
    if (text.startsWith("export", at) && at + 6 < text.length() && isGap(text.charAt(at + 6))) {
      at += 6;
      while (at < text.length() && isSpace(text.charAt(at))) {
        at++;
      }
    }
    int start = at;
    int end = keyEnd();
    if (end < 0) {
      // Like Compose: a last line without = is no statement, unless something follows it.
      throw invalid(start, "The last line has no value; end it with = or a line break.");
    }
    String key = text.substring(start, end).stripTrailing();
    boolean inherited = text.charAt(end) == '\n';
    at = end + 1;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    if (key.indexOf(' ') >= 0) {
      throw invalid(start, "The name of a variable cannot have a space.");
    }
    String value = inherited ? lookup.lookup(key) : value(start);
    if (value != null) {
      out.put(key, value);
    }
  }

  private int keyEnd() {
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=' || c == ':' || c == '\n') {
        return i;
      }
      boolean allowed =
          isSpace(c)
              || Character.isLetterOrDigit(c)
              || Character.isSurrogate(c)
              || Character.getType(c) == Character.OTHER_NUMBER
              || Character.getType(c) == Character.LETTER_NUMBER
              || "_.-[]".indexOf(c) >= 0;
      if (!allowed) {
        throw invalid(i, "The name of a variable cannot have the character " + c + " in it.");
      }
    }
    return -1;
  }

  private String value(int start) {
    char quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote != '"' && quote != '\'') {
      int newline = text.indexOf('\n', at);
      String line = text.substring(at, newline < 0 ? text.length() : newline);
      at = newline < 0 ? text.length() : newline + 1;
      int comment = line.indexOf(" #");
      return expand(stripEnd(comment < 0 ? line : line.substring(0, comment)), start);
    }
    StringBuilder value = new StringBuilder();
    boolean escape = false;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote && !escape) {
        at = i + 1;
        return quote == '"' ? expand(escapes(value.toString()), start) : value.toString();
      }
      if (c != quote && !escape && c == '\\') {
        escape = true;
        continue;
      }
      if (escape && c != quote) {
        value.append('\\');
      }
      escape = false;
      value.append(c);
    }
    throw invalid(at, "The quote that opens here is not closed.");
  }

  private String expand(String value, int start) {
    Template template =
        new Template(
            room,
            name -> {
              String found = lookup.lookup(name);
              return found == null ? out.get(name) : found;
            },
            name ->
                findings.warn(
                    mark(start),
                    "The variable " + name + " is not set; an empty text takes its place."));
    try {
      return template.substitute(value);
    } catch (Template.BadTemplate e) {
      throw invalid(start, e.sentence());
    }
  }

  /** Escapes of double-quoted values; an escaped dollar sign starts no variable. */
  private static String escapes(String text) {
    StringBuilder result = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      char next = c == '\\' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
      int simple = "abfnrtv\"\\".indexOf(next);
      if (next == '$') {
        result.append("$$");
        i += 2;
      } else if (next == '0') {
        i = octal(text, i, result);
      } else if (next != 0 && simple >= 0) {
        result.append("\u0007\b\f\n\r\t\u000B\"\\".charAt(simple));
        i += 2;
      } else {
        result.append(c);
        i++;
      }
    }
    return result.toString();
  }

  /** {@code \0} and three octal digits; with other digits only the zero goes, as with Compose. */
  private static int octal(String text, int start, StringBuilder result) {
    int end = start + 2;
    while (end < text.length() && end < start + 5 && isDigit(text.charAt(end))) {
      end++;
    }
    String digits = text.substring(start + 2, end);
    if (digits.matches("[0-3][0-7]{2}")) {
      result.append((char) Integer.parseInt(digits, 8));
    } else {
      result.append('\\').append(digits);
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String stripEnd(String text) {
    int end = text.length();
    while (end > 0
        && (Character.isWhitespace(text.charAt(end - 1)) || isSpace(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isGap(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0B || c == 0x85 || c == 0xA0;
  }

  private InvalidSpec invalid(int offset, String message) {
    Mark mark = mark(offset);
    return new InvalidSpec(mark.file(), mark.line(), mark.column(), message);
  }

  private Mark mark(int offset) {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
    }
    for (int i = text.indexOf('\n', lineStart);
        i >= 0 && i < offset;
        i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return new Mark(file, line, offset - lineStart + 1);
  }
}
