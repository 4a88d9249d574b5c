package io.dockeradvanced.image.internal;

import java.util.Map;
import java.util.Set;

/**
 * A word of a Dockerfile with its variables replaced and its quotes taken off, as the engine's
 * builder does it.
 */
final class DockerfileWord {
  /** Longer ones no name of an image is; and values may double with every line. */
  private static final int LONGEST = 4096;

  private static final int DEEPEST = 50;

  /** Builders other than the engine's own give them a value. */
  private static final Set<String> OF_BUILDERS =
      Set.of(
          "TARGETPLATFORM",
          "TARGETOS",
          "TARGETARCH",
          "TARGETVARIANT",
          "TARGETSTAGE",
          "BUILDPLATFORM",
          "BUILDOS",
          "BUILDARCH",
          "BUILDVARIANT");

  /** What the word is, only the engine knows. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final String text;
  private final char escape;
  private final Map<String, String> values;
  private int at;
  private int depth;

  private DockerfileWord(String text, char escape, Map<String, String> values) {
    this.text = text;
    this.escape = escape;
    this.values = values;
  }

  /**
   * @param values of variables; any other is empty, as the builder has it
   * @throws Unknown when something in it cannot be made out
   */
  static String expand(String word, char escape, Map<String, String> values) throws Unknown {
    if (word.length() > LONGEST) {
      throw new Unknown();
    }
    return new DockerfileWord(word, escape, values).until('\0');
  }

  private boolean hasMore() {
    return at < text.length();
  }

  /** Up to this character, or to the end of the word. */
  private String until(char stop) throws Unknown {
    StringBuilder result = new StringBuilder();
    while (hasMore()) {
      char c = text.charAt(at);
      if (stop != '\0' && c == stop) {
        at++;
        return result.toString();
      }
      if (c == '$') {
        result.append(variable());
      } else if (c == '\'') {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
          throw new Unknown();
        }
        result.append(text, at + 1, end);
        at = end + 1;
      } else if (c == '"') {
        at++;
        result.append(quoted());
      } else {
        if (c == escape && ++at == text.length()) {
          break;
        }
        result.append(text.charAt(at++));
      }
      requireShort(result);
    }
    if (stop != '\0') {
      throw new Unknown();
    }
    return result.toString();
  }

  private static void requireShort(StringBuilder result) throws Unknown {
    if (result.length() > LONGEST) {
      throw new Unknown();
    }
  }

  private String quoted() throws Unknown {
    StringBuilder result = new StringBuilder();
    while (hasMore()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return result.toString();
      }
      if (c == '$') {
        result.append(variable());
      } else {
        if (c == escape && at + 1 < text.length() && isEscaped(text.charAt(at + 1))) {
          at++;
        }
        result.append(text.charAt(at++));
      }
      requireShort(result);
    }
    throw new Unknown();
  }

  private boolean isEscaped(char c) {
    return c == '"' || c == '$' || c == escape;
  }

  private String variable() throws Unknown {
    at++; // the dollar
    if (!hasMore() || text.charAt(at) != '{') {
      String name = name();
      return name.isEmpty() ? "$" : value(name);
    }
    at++;
    String name = name();
    if (name.isEmpty() || !hasMore()) {
      throw new Unknown();
    }
    char modifier = text.charAt(at++);
    if (modifier == '}') {
      return value(name);
    }
    boolean emptyIsUnset = modifier == ':';
    if (emptyIsUnset && hasMore()) {
      modifier = text.charAt(at++);
    }
    if (++depth > DEEPEST) {
      throw new Unknown();
    }
    String word = until('}');
    depth--;
    String value = values.get(name);
    boolean set = value != null && !(emptyIsUnset && value.isEmpty());
    if (!set && OF_BUILDERS.contains(name)) {
      throw new Unknown();
    }
    return switch (modifier) {
      case '-' -> set && value != null ? value : word;
      case '+' -> set ? word : "";
      // Patterns, and what ends the build.
      default -> throw new Unknown();
    };
  }

  private String value(String name) throws Unknown {
    String value = values.get(name);
    if (value == null && OF_BUILDERS.contains(name)) {
      throw new Unknown();
    }
    return value == null ? "" : value;
  }

  private String name() {
    int begin = at;
    while (hasMore() && isOfName(text.charAt(at))) {
      at++;
    }
    return text.substring(begin, at);
  }

  private static boolean isOfName(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }
}
