package io.dockeradvanced.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stack of {@code src/test/resources/runtime}: a Compose file, after {@code #### changed} what it
 * becomes, after {@code #### file NAME} what lies beside it.
 *
 * @param api the first version of the Engine API that can do it, as said by {@code #### api 1.44}
 *     before {@code #### first}
 * @param differs a pattern of what we mean to do in another way than Docker Compose, said by {@code
 *     #### differs PATTERN}
 */
record RuntimeScenario(
    String name,
    Optional<String> api,
    Optional<String> differs,
    String first,
    Optional<String> changed,
    Map<String, String> files) {
  private static final String MARK = "#### ";

  static List<RuntimeScenario> all() {
    try (Stream<Path> files =
        Files.list(
            Path.of(uri(Objects.requireNonNull(RuntimeScenario.class.getResource("/runtime")))))) {
      return files.sorted().map(RuntimeScenario::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI uri(java.net.URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeScenario read(Path file) {
    try {
      Map<String, StringBuilder> parts = new LinkedHashMap<>();
      StringBuilder part = parts.computeIfAbsent("first", k -> new StringBuilder());
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(MARK)) {
          part = parts.computeIfAbsent(line.substring(MARK.length()), k -> new StringBuilder());
        } else {
          part.append(line).append('\n');
        }
      }
      String first = Objects.requireNonNull(parts.remove("first")).toString();
      Optional<String> changed = Optional.ofNullable(parts.remove("changed")).map(Object::toString);
      Map<String, String> files = new LinkedHashMap<>();
      Optional<String> api = said(parts, "api ");
      Optional<String> differs = said(parts, "differs ");
      parts.forEach((key, text) -> files.put(key.replaceFirst("^file ", ""), text.toString()));
      String name = file.getFileName().toString().replaceFirst("\\.yaml$", "");
      return new RuntimeScenario(name, api, differs, first, changed, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> said(Map<String, StringBuilder> parts, String word) {
    Optional<String> line = parts.keySet().stream().filter(key -> key.startsWith(word)).findFirst();
    line.ifPresent(parts::remove);
    return line.map(key -> key.substring(word.length()));
  }

  /** Writes what lies beside the Compose file. */
  void writeFiles(Path directory) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
