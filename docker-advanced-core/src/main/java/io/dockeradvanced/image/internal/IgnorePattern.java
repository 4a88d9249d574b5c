package io.dockeradvanced.image.internal;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One line of a {@code .dockerignore}. Most lines are plain texts, beginnings or ends; only the
 * others become regular expressions, and by the very rules of Docker, oddities included.
 */
final class IgnorePattern {
  private static final String TO_ESCAPE = ".+()|{}$";

  private enum Kind {
    EXACT,
    PREFIX,
    SUFFIX,
    REGEX
  }

  private final boolean exception;
  private final String text;
  private final Kind kind;
  private final @Nullable Pattern regex;

  /**
   * @param cleaned without doubled slashes and the like; may begin with {@code !}
   * @throws IllegalArgumentException when it is no pattern; says why
   */
  IgnorePattern(String cleaned) {
    this.exception = cleaned.startsWith("!");
    this.text = exception ? cleaned.substring(1) : cleaned;
    if (exception && text.isEmpty()) {
      throw new IllegalArgumentException("illegal exclusion pattern: \"!\"");
    }
    checkSyntax(text);
    Compiler compiler = new Compiler(text);
    this.kind = compiler.kind;
    this.regex = kind == Kind.REGEX ? compiler.pattern() : null;
  }

  /** Whether it takes back what lines before it ignore. */
  boolean exception() {
    return exception;
  }

  /** The pattern without its exclamation mark. */
  String text() {
    return text;
  }

  /**
   * Whether it means this very path.
   *
   * @param path relative to the context, with slashes
   */
  boolean matches(String path) {
    return switch (kind) {
      case EXACT -> path.equals(text);
      case PREFIX -> path.startsWith(text.substring(0, text.length() - 2));
      case SUFFIX -> {
        String end = text.substring(2);
        yield path.endsWith(end) || (end.startsWith("/") && path.equals(end.substring(1)));
      }
      case REGEX -> regex != null && regex.matcher(path).matches();
    };
  }

  /** Makes the regular expression, and finds out whether one is needed. */
  private static final class Compiler {
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private Kind kind = Kind.EXACT;
    private int at;
    private boolean inClass;

    Compiler(String text) {
      this.text = text;
      for (boolean first = true; at < text.length(); first = false) {
        next(text.charAt(at++), first);
      }
    }

    private boolean more() {
      return at < text.length();
    }

    private void next(char c, boolean first) {
      if (c == '*') {
        if (more() && text.charAt(at) == '*') {
          at++;
          stars(first);
        } else {
          regex("[^/]*");
        }
      } else if (c == '?') {
        regex("[^/]");
      } else if (TO_ESCAPE.indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else if (c == '\\') {
        if (more()) {
          regex("\\" + text.charAt(at++));
        } else {
          out.append('\\');
        }
      } else if (c == '[') {
        // Within a class it means itself, which only Java has to be told.
        regex(inClass ? "\\[" : "[");
        inClass = true;
      } else if (c == ']') {
        regex("]");
        inClass = false;
      } else if (c == '&' && inClass) {
        out.append("\\&");
      } else {
        out.append(c);
      }
    }

    private void stars(boolean first) {
      if (more() && text.charAt(at) == '/') {
        at++;
      }
      if (more()) {
        regex("(.*/)?");
      } else if (kind == Kind.EXACT) {
        kind = Kind.PREFIX;
      } else {
        regex(".*");
      }
      if (first) {
        kind = Kind.SUFFIX;
      }
    }

    private void regex(String part) {
      out.append(part);
      kind = Kind.REGEX;
    }

    Pattern pattern() {
      try {
        return Pattern.compile(out.toString(), Pattern.UNIX_LINES);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("syntax error in pattern", e);
      }
    }
  }

  /** As Go's filepath.Match judges a pattern, whatever is matched. */
  private static void checkSyntax(String p) {
    int i = 0;
    while (i < p.length()) {
      char c = p.charAt(i++);
      if (c == '\\') {
        if (i == p.length()) {
          throw bad();
        }
        i++;
      } else if (c == '[') {
        i = afterClass(p, i);
      }
    }
  }

  private static int afterClass(String p, int from) {
    int i = from;
    if (i < p.length() && p.charAt(i) == '^') {
      i++;
    }
    for (int ranges = 0; ; ranges++) {
      if (i < p.length() && p.charAt(i) == ']' && ranges > 0) {
        return i + 1;
      }
      i = afterCharacter(p, i);
      if (p.charAt(i) == '-') {
        i = afterCharacter(p, i + 1);
      }
    }
  }

  private static int afterCharacter(String p, int from) {
    int i = from;
    if (i >= p.length() || p.charAt(i) == '-' || p.charAt(i) == ']') {
      throw bad();
    }
    if (p.charAt(i) == '\\') {
      i++;
      if (i >= p.length()) {
        throw bad();
      }
    }
    i += Character.charCount(p.codePointAt(i));
    if (i >= p.length()) {
      throw bad();
    }
    return i;
  }

  private static IllegalArgumentException bad() {
    return new IllegalArgumentException("syntax error in pattern");
  }
}
