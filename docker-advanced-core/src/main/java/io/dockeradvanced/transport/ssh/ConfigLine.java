package io.dockeradvanced.transport.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of an SSH configuration, split as ssh splits it.
 *
 * @param keyword in lower case
 * @param arguments without quotes, escapes and comment
 * @param rest what follows the keyword, as it stands
 */
record ConfigLine(String keyword, List<String> arguments, String rest) {

  /** Null for an empty line or a comment. */
  static @Nullable ConfigLine parse(String text, String file, int number) {
    String line = text.strip();
    int begin = 0;
    while (begin < line.length() && (isBlank(line.charAt(begin)) || line.charAt(begin) == '=')) {
      begin++;
    }
    if (begin == line.length() || line.charAt(begin) == '#') {
      return null;
    }
    int end = begin;
    while (end < line.length() && !isBlank(line.charAt(end)) && line.charAt(end) != '=') {
      end++;
    }
    String keyword = line.substring(begin, end);
    if (keyword.startsWith("\"") && keyword.endsWith("\"") && keyword.length() > 1) {
      keyword = keyword.substring(1, keyword.length() - 1);
    }
    while (end < line.length() && isBlank(line.charAt(end))) {
      end++;
    }
    if (end < line.length() && line.charAt(end) == '=') {
      end++;
      while (end < line.length() && isBlank(line.charAt(end))) {
        end++;
      }
    }
    String rest = line.substring(end);
    List<String> arguments = split(rest);
    if (arguments == null) {
      throw InvalidAt.line(file, number, "a quote is not closed");
    }
    return new ConfigLine(keyword.toLowerCase(Locale.ROOT), arguments, rest);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
  }

  /** The rules of OpenSSH's {@code argv_split}; null when a quote is not closed. */
  private static @Nullable List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t') {
        i++;
        continue;
      }
      if (c == '#') {
        break;
      }
      StringBuilder word = new StringBuilder();
      char quote = 0;
      for (; i < text.length(); i++) {
        c = text.charAt(i);
        if (c == '\\') {
          char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
          if (next == '\'' || next == '"' || next == '\\' || (quote == 0 && next == ' ')) {
            i++;
            word.append(next);
          } else {
            word.append(c);
          }
        } else if (quote == 0 && (c == ' ' || c == '\t')) {
          break;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (quote != 0 && c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      }
      if (quote != 0) {
        return null;
      }
      words.add(word.toString());
    }
    return words;
  }
}
