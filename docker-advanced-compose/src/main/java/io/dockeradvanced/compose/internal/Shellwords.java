package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line split into words as Compose splits it: quotes and backslashes are honoured,
 * nothing is expanded, and an unquoted <code>; &amp; | &lt; &gt;</code> ends the command.
 */
public final class Shellwords {
  /**
   * @param cut the character that ended the command early, or 0
   */
  public record Result(List<String> words, char cut) {}

  private static final int MOST_WORDS = 100_000;

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean started;
  private boolean escaped;
  private boolean single;
  private boolean twice;
  private boolean back;
  private boolean dollar;

  private Shellwords() {}

  /**
   * @throws IllegalArgumentException when quotes or parentheses do not match
   */
  public static Result parse(String line) {
    return new Shellwords().split(line);
  }

  private Result split(String line) {
    char cut = 0;
    for (int i = 0; i < line.length() && cut == 0; i++) {
      cut = step(line.charAt(i));
      if (words.size() > MOST_WORDS) {
        throw new IllegalArgumentException("they are more than " + MOST_WORDS);
      }
    }
    if (started) {
      words.add(word.toString());
    }
    if (escaped || single || twice || back || dollar) {
      throw new IllegalArgumentException("quotes are not closed");
    }
    return new Result(List.copyOf(words), cut);
  }

  private char step(char c) {
    if (escaped) {
      append(c);
      escaped = false;
      return 0;
    }
    if (c == '\\') {
      if (single) {
        word.append(c);
      } else {
        escaped = true;
      }
      return 0;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      space(c);
      return 0;
    }
    boolean quoted = single || twice || back || dollar;
    switch (c) {
      case '`':
        back ^= !single && !twice && !dollar;
        break;
      case ')':
        dollar ^= !single && !twice && !back;
        break;
      case '(':
        if (!single && !twice && !back) {
          if (dollar || word.length() == 0 || word.charAt(word.length() - 1) != '$') {
            throw new IllegalArgumentException("a parenthesis must be quoted");
          }
          dollar = true;
          word.append(c);
          return 0;
        }
        break;
      case '"':
        if (!single && !dollar) {
          started |= twice;
          twice = !twice;
          return 0;
        }
        break;
      case '\'':
        if (!twice && !dollar) {
          started |= single;
          single = !single;
          return 0;
        }
        break;
      case ';', '&', '|', '<', '>':
        if (!quoted) {
          started &= !(c == '>' && word.length() > 0 && Character.isDigit(word.charAt(0)));
          return c;
        }
        break;
      default:
    }
    append(c);
    return 0;
  }

  private void space(char c) {
    if (single || twice || back || dollar) {
      word.append(c);
    } else if (started) {
      words.add(word.toString());
      word.setLength(0);
      started = false;
    }
  }

  private void append(char c) {
    started = true;
    word.append(c);
  }
}
