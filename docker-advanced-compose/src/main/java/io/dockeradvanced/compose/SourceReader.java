package io.dockeradvanced.compose;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.internal.Bundle;
import io.dockeradvanced.compose.internal.BundleFiles;
import io.dockeradvanced.compose.internal.EnvironmentFiles;
import io.dockeradvanced.compose.internal.Files;
import io.dockeradvanced.compose.internal.Findings;
import io.dockeradvanced.compose.internal.Loader;
import io.dockeradvanced.compose.internal.Mark;
import io.dockeradvanced.compose.internal.SourceFiles;
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
  private final Path current = Path.of("").toAbsolutePath();

  /** The files of COMPOSE_ENV_FILES, which no file of variables sets, only the process. */
  private @Nullable String namedEnvFiles;

  /** Which files, of what directory, and what reads them. */
  private record Found(SourceFiles files, List<String> named, @Nullable String directory) {}

  SourceReader(StackSource source) {
    this.source = source;
  }

  ComposeProject load() {
    boolean own = source.kind == StackSource.Kind.FILES || source.kind == StackSource.Kind.DISCOVER;
    Map<String, String> process = source.processEnvironment;
    environment.putAll(process != null ? process : own ? System.getenv() : Map.of());
    environment.putAll(source.variables);
    namedEnvFiles = environment.get("COMPOSE_ENV_FILES");
    Found found =
        switch (source.kind) {
          case FILES -> files();
          case DISCOVER -> discovered();
          case BUNDLE -> bundle();
          case TEXTS, MODEL -> nothing();
        };
    Loader.Request request =
        new Loader.Request(
            sources(found),
            environment,
            name(),
            found.directory(),
            profiles(),
            source.services,
            source.serviceFilesRead,
            found.files());
    boolean disk = found.files().areReal() && found.directory() != null;
    return new ComposeProject(
        new Loader(request, findings).load(),
        disk ? Path.of(String.valueOf(found.directory())) : null,
        own ? found.named().stream().map(this::absolute).map(Path::of).toList() : List.of(),
        envFiles(own).stream().map(f -> Path.of(f).toAbsolutePath().normalize()).toList(),
        found.files(),
        found.directory(),
        environment.get("HOME"));
  }

  /** Texts and models; they lie in a directory where one was chosen. */
  private Found nothing() {
    String directory = workingDirectory();
    environmentFrom(SourceFiles.disk(null), envFiles(false), null, false);
    SourceFiles files = directory == null ? SourceFiles.none() : SourceFiles.disk(current);
    return new Found(files, List.of(), directory);
  }

  private Found files() {
    environment.putIfAbsent("PWD", current.toString());
    List<String> named = source.files.stream().map(Path::toString).toList();
    String directory = directory(named, current.toString());
    environmentFrom(disk(named), envFiles(true), directory, true);
    return new Found(disk(named), named, directory);
  }

  private Found discovered() {
    Path start = source.files.get(0).toAbsolutePath().normalize();
    environment.putIfAbsent("PWD", start.toString());
    SourceFiles disk = SourceFiles.disk(null);
    String first = workingDirectory();
    environmentFrom(disk, envFiles(true), first == null ? start.toString() : first, true);
    List<String> named = discover(disk, start.toString(), start.toString(), true);
    String directory = directory(named, start.toString());
    environmentFrom(disk, envFiles(true), directory, false);
    return new Found(disk(named), named, directory);
  }

  private Found bundle() {
    BundleInput input = java.util.Objects.requireNonNull(source.bundle);
    Bundle bundle = input.read();
    String chosen = workingDirectory();
    String root =
        chosen == null ? "/.bundle/" + (input.name().isEmpty() ? "_" : input.name()) : chosen;
    SourceFiles files = new BundleFiles(bundle, input.label(), root, chosen != null);
    String start = root;
    if (bundle.top().size() == 1) {
      String only = root + "/" + bundle.top().iterator().next();
      start = files.isDirectory(only) ? only : root;
    }
    environmentFrom(files, List.of(), start, true);
    List<String> named = discover(files, start, input.label(), false);
    String directory = directory(named, start);
    // Files that the user names himself are his own, not those of the bundle.
    environmentFrom(SourceFiles.disk(null), envFiles(false), null, false);
    environmentFrom(files, List.of(), directory, false);
    return new Found(files, named, directory);
  }

  private @Nullable String workingDirectory() {
    Path chosen = source.workingDirectory;
    return chosen == null ? null : chosen.toAbsolutePath().normalize().toString();
  }

  /** In messages, files below the current directory keep the short names the user gave them. */
  private SourceFiles disk(List<String> named) {
    boolean relative = named.stream().allMatch(f -> isStandardInput(f) || !Path.of(f).isAbsolute());
    return SourceFiles.disk(relative ? current : null);
  }

  private boolean isStandardInput(String file) {
    return source.standardInput != null && file.equals(StandardInput.FILE.toString());
  }

  private String absolute(String file) {
    return isStandardInput(file) ? file : Path.of(file).toAbsolutePath().normalize().toString();
  }

  /** That of the first real file, unless one was chosen. */
  private String directory(List<String> files, String otherwise) {
    String chosen = workingDirectory();
    if (chosen != null && source.kind != StackSource.Kind.BUNDLE) {
      return chosen;
    }
    return files.stream()
        .filter(f -> !isStandardInput(f))
        .findFirst()
        .map(this::parent)
        .orElse(otherwise);
  }

  private String parent(String file) {
    Path absolute = Path.of(absolute(file));
    Path parent = absolute.getParent();
    return (parent == null ? absolute : parent).toString();
  }

  private List<String> envFiles(boolean listed) {
    String named = namedEnvFiles;
    if (!source.envFiles.isEmpty() || !listed || named == null) {
      return source.envFiles.stream().map(Path::toString).toList();
    }
    // They are seen from where the files are looked for.
    Path start = source.kind == StackSource.Kind.DISCOVER ? source.files.get(0) : Path.of("");
    return Stream.of(named.split(","))
        .filter(n -> !n.isEmpty())
        .map(n -> start.resolve(n).toString())
        .toList();
  }

  /**
   * What the environment already has wins over what a file says.
   *
   * @param directory whose {@code .env} is read where no file is named
   * @param first whether this is the first time, when such a file may say that it is not wanted
   */
  private void environmentFrom(
      SourceFiles files, List<String> envFiles, @Nullable String directory, boolean first) {
    Map<String, String> read = new HashMap<>();
    if (!envFiles.isEmpty()) {
      envFiles.forEach(f -> EnvironmentFiles.read(files, f, f, true, environment, read, findings));
    } else if (directory != null && !isTrue(environment.get("COMPOSE_DISABLE_ENV_FILE"))) {
      String file = directory.endsWith("/") ? directory + ".env" : directory + "/.env";
      EnvironmentFiles.read(files, file, files.label(file), false, environment, read, findings);
      if (first && isTrue(read.get("COMPOSE_DISABLE_ENV_FILE"))) {
        read.keySet().removeIf(key -> !key.startsWith("COMPOSE_"));
      }
    }
    findings.check();
    read.forEach(environment::putIfAbsent);
  }

  private boolean isTrue(@Nullable String text) {
    if (text == null || text.matches("0|f|F|false|FALSE|False")) {
      return false;
    }
    if (!text.matches("1|t|T|true|TRUE|True")) {
      throw new InvalidSpec(
          "COMPOSE_DISABLE_ENV_FILE", 0, 0, "\"" + text + "\" is neither true nor false.");
    }
    return true;
  }

  /**
   * @param label what messages call the start
   * @param upwards whether parent directories are looked at, too
   */
  private List<String> discover(SourceFiles files, String start, String label, boolean upwards) {
    String listed = environment.get("COMPOSE_FILE");
    if (listed != null && listed.indexOf('\0') >= 0) {
      throw new InvalidSpec("COMPOSE_FILE", 0, 0, "It has a name in it that no file can have.");
    }
    if (listed != null) {
      String separator = environment.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
      String cut = separator.isEmpty() ? java.io.File.pathSeparator : separator;
      return Stream.of(listed.split(java.util.regex.Pattern.quote(cut), -1))
          .map(f -> isStandardInput(f) ? f : Path.of(start).resolve(f).normalize().toString())
          .toList();
    }
    for (Path at = Path.of(start); at != null; at = upwards ? at.getParent() : null) {
      List<String> found = present(files, at, NAMES);
      if (!found.isEmpty()) {
        List<String> overrides = present(files, at, OVERRIDES);
        warnOfChoice(found);
        warnOfChoice(overrides);
        return overrides.isEmpty() ? found.subList(0, 1) : List.of(found.get(0), overrides.get(0));
      }
    }
    throw new InvalidSpec(
        label,
        0,
        0,
        upwards
            ? "There is no compose.yaml here or in a parent directory; name one."
            : "There is no compose.yaml at the top of the bundle or in the only directory there.");
  }

  private static List<String> present(SourceFiles files, Path directory, List<String> names) {
    return names.stream().map(n -> directory.resolve(n).toString()).filter(files::exists).toList();
  }

  private void warnOfChoice(List<String> found) {
    if (found.size() > 1) {
      findings.warn(
          Mark.NONE, "There is more than one Compose file; " + found.get(0) + " is used.");
    }
  }

  private List<Loader.Source> sources(Found found) {
    if (source.kind == StackSource.Kind.TEXTS) {
      return labelled(source.texts);
    }
    if (source.kind == StackSource.Kind.MODEL) {
      Compose model = java.util.Objects.requireNonNull(source.model);
      return List.of(new Loader.Source("model", "model", null, model.tree()));
    }
    return read(found);
  }

  private List<Loader.Source> read(Found found) {
    List<Loader.Source> sources = new ArrayList<>();
    StandardInput unread = source.standardInput;
    for (String file : found.named()) {
      boolean bundled = source.kind == StackSource.Kind.BUNDLE;
      String label = bundled ? found.files().label(file) : file;
      Files.Content content;
      if (!isStandardInput(file)) {
        content = found.files().read(file);
      } else if (unread != null) {
        label = StandardInput.LABEL;
        content = unread.read();
        unread = null;
      } else {
        continue; // named again: it has been read to its end
      }
      String text = content.text();
      if (text == null) {
        findings.error(new Mark(label, 0, 0), "The file " + content.problem() + ".");
      } else {
        sources.add(new Loader.Source(label, absolute(file), text, null));
      }
    }
    findings.check();
    return sources;
  }

  private static List<Loader.Source> labelled(List<String> texts) {
    List<Loader.Source> sources = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String label = texts.size() == 1 ? "<text>" : "<text " + (i + 1) + ">";
      sources.add(new Loader.Source(label, label, texts.get(i), null));
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
