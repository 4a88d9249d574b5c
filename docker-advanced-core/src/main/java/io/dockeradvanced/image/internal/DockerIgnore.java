package io.dockeradvanced.image.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What is left out of the context of a build: the lines of a {@code .dockerignore}, of which later
 * ones win. Whoever walks a tree carries along what was found of each directory.
 */
final class DockerIgnore {
  private final List<IgnorePattern> patterns;
  private final boolean exceptions;

  private DockerIgnore(List<IgnorePattern> patterns) {
    this.patterns = List.copyOf(patterns);
    this.exceptions = patterns.stream().anyMatch(IgnorePattern::exception);
  }

  /**
   * Of these lines; comments and empty ones are taken out.
   *
   * @throws IllegalArgumentException when a line is no pattern; names it
   */
  static DockerIgnore of(List<String> lines) {
    List<IgnorePattern> patterns = new ArrayList<>();
    for (String line : lines) {
      try {
        patterns.add(new IgnorePattern(line));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'%s': %s".formatted(line, e.getMessage()), e);
      }
    }
    return new DockerIgnore(patterns);
  }

  /** The patterns in the text of a file. */
  static List<String> read(String text) {
    List<String> patterns = new ArrayList<>();
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String line : body.split("\n", -1)) {
      if (line.startsWith("#")) {
        continue;
      }
      String pattern = line.strip();
      if (pattern.isEmpty()) {
        continue;
      }
      boolean exception = pattern.startsWith("!");
      String rest = exception ? pattern.substring(1).strip() : pattern;
      if (!rest.isEmpty()) {
        rest = clean(rest);
        if (rest.length() > 1 && rest.startsWith("/")) {
          rest = rest.substring(1);
        }
      }
      patterns.add((exception ? "!" : "") + rest);
    }
    return patterns;
  }

  /** The shortest path that means the same, by the rules of Go's path.Clean. */
  static String clean(String path) {
    boolean rooted = path.startsWith("/");
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
          parts.remove(parts.size() - 1);
          continue;
        }
        if (rooted) {
          continue;
        }
      }
      parts.add(part);
    }
    String joined = String.join("/", parts);
    if (rooted) {
      return "/" + joined;
    }
    return joined.isEmpty() ? "." : joined;
  }

  /**
   * What the patterns say of one path.
   *
   * @param ignored whether it is left out
   * @param matched which patterns meant it or a directory above it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Verdict(boolean ignored, boolean[] matched) {}

  /** Of something at the top of the context. */
  Verdict top() {
    return new Verdict(false, new boolean[patterns.size()]);
  }

  /** Of a path whose directory was judged before. */
  Verdict judge(String path, Verdict directory) {
    boolean ignored = false;
    boolean[] matched = new boolean[patterns.size()];
    for (int i = 0; i < matched.length; i++) {
      IgnorePattern pattern = patterns.get(i);
      boolean match = directory.matched()[i];
      if (!match) {
        if (pattern.exception() != ignored) {
          continue; // would change nothing
        }
        match = pattern.matches(path);
      }
      matched[i] = match;
      if (match) {
        ignored = !pattern.exception();
      }
    }
    return new Verdict(ignored, matched);
  }

  /** Of a single path, by looking at the directories above it as well. */
  boolean ignores(String path) {
    Verdict verdict = top();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      verdict = judge(path.substring(0, slash), verdict);
    }
    return judge(path, verdict).ignored();
  }

  /** Whether something below a directory that is left out may be taken back. */
  boolean mayTakeBackBelow(String directory) {
    return exceptions
        && patterns.stream()
            .anyMatch(p -> p.exception() && (p.text() + "/").startsWith(directory + "/"));
  }
}
