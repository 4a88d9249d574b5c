package io.dockeradvanced.compose;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.internal.EnvironmentFiles;
import io.dockeradvanced.compose.internal.Files;
import io.dockeradvanced.compose.internal.Findings;
import io.dockeradvanced.compose.internal.Loader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pass 0: finds and reads the files of a source and gathers its variables. */
final class SourceReader {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private final StackSource source;
  private final Findings findings = new Findings();
  private final Map<String, String> environment = new HashMap<>();

  SourceReader(StackSource source) {
    this.source = source;
  }

  ComposeProject load() {
    boolean texts = source.kind == StackSource.Kind.TEXTS;
    Map<String, String> process = source.processEnvironment;
    environment.putAll(process != null ? process : texts ? Map.of() : System.getenv());
    environment.putAll(source.variables);
    List<Path> envFiles = explicitEnvFiles(texts);
    Path directory = absolute(source.workingDirectory);
    List<Path> files = List.of();
    if (!texts) {
      Path start = Path.of("").toAbsolutePath();
      if (source.kind == StackSource.Kind.DISCOVER) {
        start = source.files.get(0).toAbsolutePath().normalize();
        environmentFrom(envFiles, directory == null ? start : directory);
        files = discover(start);
      } else {
        files = source.files;
      }
      directory = directory == null ? directoryOf(files, start) : directory;
    }
    environmentFrom(envFiles, texts ? null : directory);
    List<Path> absolute =
        files.stream().map(f -> isStandardInput(f) ? f : f.toAbsolutePath().normalize()).toList();
    Loader.Request request =
        new Loader.Request(
            texts ? labelled(source.texts) : read(files),
            environment,
            name(),
            directory,
            profiles(),
            !texts || source.workingDirectory != null);
    return new ComposeProject(
        new Loader(request, findings).load(),
        directory,
        absolute,
        envFiles.stream().map(f -> f.toAbsolutePath().normalize()).toList());
  }

  private static @Nullable Path absolute(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().normalize();
  }

  private boolean isStandardInput(Path file) {
    return source.standardInput != null && file.equals(StandardInput.FILE);
  }

  /** That of the first real file. */
  private Path directoryOf(List<Path> files, Path otherwise) {
    return files.stream()
        .filter(f -> !isStandardInput(f))
        .findFirst()
        .map(SourceReader::parent)
        .orElse(otherwise);
  }

  private static Path parent(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent;
  }

  private List<Path> explicitEnvFiles(boolean texts) {
    String named = environment.get("COMPOSE_ENV_FILES");
    if (!source.envFiles.isEmpty() || texts || named == null) {
      return source.envFiles;
    }
    return Stream.of(named.split(",")).filter(n -> !n.isEmpty()).map(Path::of).toList();
  }

  /** What the environment already has wins over what a file says. */
  private void environmentFrom(List<Path> envFiles, @Nullable Path directory) {
    Map<String, String> read = new HashMap<>();
    if (!envFiles.isEmpty()) {
      envFiles.forEach(f -> EnvironmentFiles.read(f, true, environment, read, findings));
    } else if (directory != null && !isTrue(environment.get("COMPOSE_DISABLE_ENV_FILE"))) {
      EnvironmentFiles.read(directory.resolve(".env"), false, environment, read, findings);
    }
    findings.check();
    read.forEach(environment::putIfAbsent);
  }

  private static boolean isTrue(@Nullable String text) {
    return text != null && text.matches("1|t|T|true|TRUE|True");
  }

  private List<Path> discover(Path start) {
    String listed = environment.get("COMPOSE_FILE");
    if (listed != null) {
      String separator = environment.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
      String cut = separator.isEmpty() ? java.io.File.pathSeparator : separator;
      return Stream.of(listed.split(java.util.regex.Pattern.quote(cut)))
          .map(Path::of)
          .map(f -> isStandardInput(f) ? f : start.resolve(f))
          .toList();
    }
    for (Path at = start; at != null; at = at.getParent()) {
      List<Path> found = present(at, NAMES);
      if (!found.isEmpty()) {
        List<Path> overrides = present(at, OVERRIDES);
        warnOfChoice(found);
        warnOfChoice(overrides);
        return overrides.isEmpty() ? found.subList(0, 1) : List.of(found.get(0), overrides.get(0));
      }
    }
    throw new InvalidSpec(
        start.toString(),
        0,
        0,
        "There is no compose.yaml here or in a parent directory; name one.");
  }

  private static List<Path> present(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(java.nio.file.Files::exists).toList();
  }

  private void warnOfChoice(List<Path> found) {
    if (found.size() > 1) {
      findings.warn(
          io.dockeradvanced.compose.internal.Mark.NONE,
          "There is more than one Compose file; " + found.get(0) + " is used.");
    }
  }

  private List<Loader.Source> read(List<Path> files) {
    List<Loader.Source> sources = new ArrayList<>();
    StandardInput unread = source.standardInput;
    for (Path file : files) {
      String label = file.toString();
      Files.Content content;
      if (!isStandardInput(file)) {
        content = Files.read(label);
      } else if (unread != null) {
        label = StandardInput.LABEL;
        content = unread.read();
        unread = null;
      } else {
        continue; // named again: it has been read to its end
      }
      String text = content.text();
      if (text == null) {
        findings.error(
            new io.dockeradvanced.compose.internal.Mark(label, 0, 0),
            "The file " + content.problem() + ".");
      } else {
        sources.add(new Loader.Source(label, text));
      }
    }
    findings.check();
    return sources;
  }

  private static List<Loader.Source> labelled(List<String> texts) {
    List<Loader.Source> sources = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String label = texts.size() == 1 ? "<text>" : "<text " + (i + 1) + ">";
      sources.add(new Loader.Source(label, texts.get(i)));
    }
    return sources;
  }

  private @Nullable String name() {
    if (source.name != null) {
      return source.name;
    }
    String named = environment.get("COMPOSE_PROJECT_NAME");
    return named == null || named.isEmpty() ? null : named;
  }

  private List<String> profiles() {
    if (!source.profiles.isEmpty()) {
      return source.profiles;
    }
    return Stream.of(environment.getOrDefault("COMPOSE_PROFILES", "").split(","))
        .map(String::strip)
        .toList();
  }
}
