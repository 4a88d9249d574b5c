package io.dockeradvanced.image.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instructions of a Dockerfile as the engine's builder reads them: each on one line, without
 * comments. What is no Dockerfile gives instructions that nobody knows, never an error: to refuse
 * it is the engine's.
 */
final class DockerfileText {
  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*(syntax|escape|check)\\s*=(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern LEADING = Pattern.compile("^\\s+");

  private final char escape;
  private final List<Instruction> instructions = new ArrayList<>();

  /**
   * @param name in lower case
   * @param flags as they are written, such as {@code --from=x}
   * @param rest what comes after them
   */
  record Instruction(String name, List<String> flags, String rest) {}

  private DockerfileText(char escape) {
    this.escape = escape;
  }

  static DockerfileText of(String text) {
    String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r?\n", -1);
    DockerfileText all = new DockerfileText(escape(lines));
    all.read(lines);
    return all;
  }

  /** What takes their meaning from characters, and joins lines. */
  char escape() {
    return escape;
  }

  List<Instruction> instructions() {
    return instructions;
  }

  /** Directives stand before all else, comments and empty lines too. */
  private static char escape(String[] lines) {
    for (String line : lines) {
      Matcher directive = DIRECTIVE.matcher(line.strip());
      if (!directive.matches()) {
        break;
      }
      if (directive.group(1).toLowerCase(Locale.ROOT).equals("escape")) {
        return directive.group(2).strip().equals("`") ? '`' : '\\';
      }
    }
    return '\\';
  }

  private void read(String[] lines) {
    String mark = Pattern.quote(String.valueOf(escape));
    // One that is taken its meaning itself joins nothing.
    Pattern goesOn = Pattern.compile("(?:^|(?<!" + mark + "))" + mark + "[ \\t]*$");
    StringBuilder whole = new StringBuilder();
    boolean joined = false;
    for (String line : lines) {
      String stripped = line.strip();
      if (stripped.startsWith("#") || joined && stripped.isEmpty()) {
        continue;
      }
      String part = joined ? line : LEADING.matcher(line).replaceFirst("");
      Matcher end = goesOn.matcher(part);
      joined = end.find();
      whole.append(joined ? part.substring(0, end.start()) : part);
      if (!joined) {
        add(whole.toString());
        whole.setLength(0);
      }
    }
    add(whole.toString());
  }

  private void add(String line) {
    String[] parts = line.strip().split("\\s+", 2);
    if (parts[0].isEmpty()) {
      return;
    }
    List<String> flags = new ArrayList<>();
    String rest = parts.length > 1 ? parts[1] : "";
    int at = 0;
    while (rest.startsWith("--", at)) {
      int end = end(rest, at);
      flags.add(rest.substring(at, end));
      at = next(rest, end);
    }
    instructions.add(new Instruction(parts[0].toLowerCase(Locale.ROOT), flags, rest.substring(at)));
  }

  /** The words of a line; quotes keep blanks together, and stay. */
  List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = next(line, 0);
    while (at < line.length()) {
      int end = end(line, at);
      words.add(line.substring(at, end));
      at = next(line, end);
    }
    return words;
  }

  /** Where the next word begins. */
  private static int next(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where the word that begins here has its end. */
  private int end(String text, int begin) {
    char quote = 0;
    int at = begin;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quote == 0 && Character.isWhitespace(c)) {
        return at;
      }
      if (c == escape && quote != '\'') {
        at++;
      } else if (quote == c) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      }
      at++;
    }
    return text.length();
  }
}
