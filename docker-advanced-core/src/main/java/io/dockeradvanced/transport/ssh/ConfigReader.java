package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads SSH configurations for one host into {@link ConfigValues}: files, Host, Match, Include. */
final class ConfigReader {
  /** As in OpenSSH. */
  private static final int MAX_DEPTH = 16;

  private static final int MAX_FILES = 1000;
  private static final long MAX_BYTES = 16 << 20;

  private final ConfigValues values;
  private final Path home;
  private final Set<String> warnings = new LinkedHashSet<>();
  private final List<String> ignored = new ArrayList<>();

  /** Keys of {@link ConfigKeys#MISSED_WHEN_ON} that were met. */
  private final Set<String> decided = new LinkedHashSet<>();

  private Path includeBase;
  private int files;

  ConfigReader(ConfigValues values, Path home) {
    this.values = values;
    this.home = home;
    this.includeBase = home.resolve(".ssh");
  }

  /** What was not understood, each once. */
  Set<String> warnings() {
    return warnings;
  }

  /**
   * Reads a file, if there is one.
   *
   * @param includeFrom where relative paths of Include begin
   * @param own a file that decides whom we trust: nobody else may be able to write to it
   */
  void read(Path file, Path includeFrom, boolean own) {
    includeBase = includeFrom;
    readFile(file, true, false, 0, own);
  }

  private boolean readFile(Path file, boolean active, boolean never, int depth, boolean own) {
    if (depth > MAX_DEPTH || ++files > MAX_FILES) {
      throw InvalidAt.place(
          file.toString(), "Include leads too deep; does it lead back to itself?");
    }
    List<String> lines;
    try {
      if (Files.isDirectory(file)) {
        return active;
      }
      if (own && othersMayWrite(file)) {
        throw InvalidAt.place(file.toString(), "others may write to it; run: chmod go-w " + file);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw InvalidAt.place(file.toString(), "it is too large for an SSH configuration");
      }
      lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return active;
    } catch (IOException e) {
      throw InvalidAt.place(file.toString(), "it cannot be read: " + e.getMessage());
    }
    boolean current = active;
    int number = 0;
    for (String text : lines) {
      number++;
      ConfigLine line = ConfigLine.parse(text, file.toString(), number);
      if (line != null) {
        current = take(line, new Place(file, number), current, never, depth);
      }
    }
    return current;
  }

  private static boolean othersMayWrite(Path file) throws IOException {
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
      return granted.contains(PosixFilePermission.GROUP_WRITE)
          || granted.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /** A line of a file. */
  record Place(Path file, int line) {
    InvalidSpec invalid(String message) {
      return InvalidAt.line(file.toString(), line, message);
    }

    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /** Answers whether what follows is meant for our host. */
  private boolean take(ConfigLine line, Place at, boolean active, boolean never, int depth) {
    String key = line.keyword();
    if (line.arguments().isEmpty() && !key.equals("match")) {
      throw at.invalid("%s has no value".formatted(key));
    }
    if (key.equals("host")) {
      return !never && matchesHost(line.arguments(), at);
    }
    if (key.equals("match")) {
      Boolean matched = new MatchLine(values, this::warn).matches(line, at);
      return !never && Boolean.TRUE.equals(matched);
    }
    if (key.equals("include")) {
      for (String pattern : line.arguments()) {
        for (Path file : included(pattern, at)) {
          readFile(file, active, never || !active, depth + 1, false);
        }
      }
      return active;
    }
    if (key.equals("ignoreunknown")) {
      if (active) {
        ignored.addAll(List.of(line.arguments().get(0).toLowerCase(Locale.ROOT).split(",")));
      }
      return active;
    }
    if (!values.take(line, at, active)
        && active
        && !ConfigKeys.WITHOUT_EFFECT.contains(key)
        && !(ConfigKeys.MISSED_WHEN_ON.contains(key) && isOff(key, line))
        && ignored.stream().noneMatch(p -> Patterns.matches(p, key))) {
      warn("%s: '%s' is not supported and has no effect".formatted(at, key));
    }
    return active;
  }

  /** As everywhere, what is said first counts. */
  private boolean isOff(String key, ConfigLine line) {
    boolean first = decided.add(key);
    List<String> said = line.arguments();
    return !first
        || (said.size() == 1
            && Set.of("no", "false").contains(said.get(0).toLowerCase(Locale.ROOT)));
  }

  private void warn(String warning) {
    warnings.add(warning);
  }

  private boolean matchesHost(List<String> patterns, Place at) {
    boolean found = false;
    for (String pattern : patterns) {
      if (pattern.isEmpty()) {
        throw at.invalid("a pattern of Host is empty");
      }
      if (pattern.startsWith("!")) {
        if (Patterns.matches(pattern.substring(1), values.alias())) {
          return false;
        }
      } else {
        found |= Patterns.matches(pattern, values.alias());
      }
    }
    return found;
  }

  /** The files of an Include, in the order of their names. */
  private List<Path> included(String pattern, Place at) {
    String text =
        pattern.equals("~") || pattern.startsWith("~/") ? home + pattern.substring(1) : pattern;
    if (text.startsWith("~")) {
      throw at.invalid("Include: only ~/ is understood, not '%s'".formatted(pattern));
    }
    try {
      Path path = includeBase.resolve(text);
      if (text.indexOf('*') < 0 && text.indexOf('?') < 0 && text.indexOf('[') < 0) {
        return List.of(path);
      }
      List<Path> found = new ArrayList<>();
      glob(path.getRoot(), path, 0, found);
      Collections.sort(found);
      return found;
    } catch (InvalidPathException e) {
      throw at.invalid("Include: '%s' is no path".formatted(pattern));
    }
  }

  private static void glob(@Nullable Path from, Path pattern, int index, List<Path> found) {
    if (from == null) {
      return;
    }
    if (index == pattern.getNameCount()) {
      found.add(from);
      return;
    }
    String name = pattern.getName(index).toString();
    if (name.indexOf('*') < 0 && name.indexOf('?') < 0 && name.indexOf('[') < 0) {
      Path next = from.resolve(name);
      if (Files.exists(next)) {
        glob(next, pattern, index + 1, found);
      }
      return;
    }
    // Braces mean nothing to ssh.
    String quoted = name.replace("{", "\\{").replace("}", "\\}");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from, quoted)) {
      for (Path entry : entries) {
        // A star does not match a hidden file.
        if (name.startsWith(".") || !entry.getFileName().toString().startsWith(".")) {
          glob(entry, pattern, index + 1, found);
        }
      }
    } catch (IOException e) {
      // What cannot be listed has no files for us; ssh does the same.
    }
  }
}
