package io.dockeradvanced.compose;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a stack comes from: Compose files or texts, and what is said about them.
 *
 * <pre>{@code
 * ComposeProject shop = StackSource.file(Path.of("compose.yaml")).name("shop").variable("TAG", "1.4").load();
 * }</pre>
 *
 * <p>Sources are immutable; each method gives a new one. Files use the {@code .env} beside them and
 * the environment of the process, as Docker Compose does. Texts see no file and no process
 * environment unless told to. Of several values of one variable the first of these wins: {@link
 * #variable}, the process environment, later {@link #envFile}s, earlier ones.
 */
public final class StackSource {
  final Kind kind;
  final List<Path> files;
  final List<String> texts;
  final Map<String, String> variables;
  final List<Path> envFiles;
  final List<String> profiles;
  final @Nullable String name;
  final @Nullable Path workingDirectory;
  final @Nullable Map<String, String> processEnvironment;
  final @Nullable StandardInput standardInput;

  enum Kind {
    FILES,
    TEXTS,
    DISCOVER
  }

  private StackSource(
      Kind kind,
      List<Path> files,
      List<String> texts,
      Map<String, String> variables,
      List<Path> envFiles,
      List<String> profiles,
      @Nullable String name,
      @Nullable Path workingDirectory,
      @Nullable Map<String, String> processEnvironment,
      @Nullable StandardInput standardInput) {
    this.kind = kind;
    this.files = List.copyOf(files);
    this.texts = List.copyOf(texts);
    this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    this.envFiles = List.copyOf(envFiles);
    this.profiles = List.copyOf(profiles);
    this.name = name;
    this.workingDirectory = workingDirectory;
    this.processEnvironment = processEnvironment == null ? null : Map.copyOf(processEnvironment);
    this.standardInput = standardInput;
  }

  private static StackSource of(Kind kind, List<Path> files, List<String> texts) {
    return new StackSource(
        kind, files, texts, Map.of(), List.of(), List.of(), null, null, null, null);
  }

  /** One Compose file. */
  public static StackSource file(Path file) {
    return files(List.of(file));
  }

  /** Several Compose files; each is laid over those before it. */
  public static StackSource files(List<Path> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files is empty");
    }
    return of(Kind.FILES, files, List.of());
  }

  /** A Compose file given as text. */
  public static StackSource text(String yaml) {
    return texts(List.of(yaml));
  }

  /** Several Compose files given as texts; each is laid over those before it. */
  public static StackSource texts(List<String> yaml) {
    if (yaml.isEmpty()) {
      throw new IllegalArgumentException("texts is empty");
    }
    return of(Kind.TEXTS, List.of(), yaml);
  }

  /**
   * The Compose file of a directory, found as Docker Compose finds it: {@code COMPOSE_FILE}, or
   * {@code compose.yaml} and its kin with an override file, here or in the nearest parent.
   */
  public static StackSource discover(Path directory) {
    return of(Kind.DISCOVER, List.of(directory), List.of());
  }

  /** The stack's name; without one it is taken from the file or from its directory. */
  public StackSource name(String stack) {
    return new StackSource(
        kind,
        files,
        texts,
        variables,
        envFiles,
        profiles,
        requireNonNull(stack, "stack is null"),
        workingDirectory,
        processEnvironment,
        standardInput);
  }

  /** A variable for <code>${…}</code> in the files; not one of a container's environment. */
  public StackSource variable(String variable, String value) {
    return variables(Map.of(variable, value));
  }

  /** Several variables at once. */
  public StackSource variables(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(more);
    return new StackSource(
        kind,
        files,
        texts,
        all,
        envFiles,
        profiles,
        name,
        workingDirectory,
        processEnvironment,
        standardInput);
  }

  /** A file of variables in {@code .env} format, in place of the one beside the Compose file. */
  public StackSource envFile(Path file) {
    return new StackSource(
        kind,
        files,
        texts,
        variables,
        plus(envFiles, file),
        profiles,
        name,
        workingDirectory,
        processEnvironment,
        standardInput);
  }

  /** Switches a profile on; {@code *} switches all on. */
  public StackSource profile(String profile) {
    return new StackSource(
        kind,
        files,
        texts,
        variables,
        envFiles,
        plus(profiles, profile),
        name,
        workingDirectory,
        processEnvironment,
        standardInput);
  }

  /** The directory relative paths begin at, in place of that of the first file. */
  public StackSource workingDirectory(Path directory) {
    return new StackSource(
        kind,
        files,
        texts,
        variables,
        envFiles,
        profiles,
        name,
        requireNonNull(directory, "directory is null"),
        processEnvironment,
        standardInput);
  }

  /** The process environment to use, in place of that of this process. */
  public StackSource processEnvironment(Map<String, String> environment) {
    return new StackSource(
        kind,
        files,
        texts,
        variables,
        envFiles,
        profiles,
        name,
        workingDirectory,
        environment,
        standardInput);
  }

  /**
   * What the file {@code -} stands for, such as {@code System.in}; without it {@code -} is a file
   * like any other. Read at the first load of a source that has {@code -} among its files, up to
   * its end, and not closed. It lies in the directory of the first real file, or where there is
   * none in that of the process.
   */
  public StackSource standardInput(InputStream in) {
    return new StackSource(
        kind,
        files,
        texts,
        variables,
        envFiles,
        profiles,
        name,
        workingDirectory,
        processEnvironment,
        new StandardInput(requireNonNull(in, "in is null")));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> longer = new ArrayList<>(list);
    longer.add(requireNonNull(item, "item is null"));
    return longer;
  }

  /**
   * Reads and checks everything; asks no engine.
   *
   * @throws io.dockeradvanced.InvalidSpec with all that is wrong, each with its file, line and
   *     column
   */
  public ComposeProject load() {
    return new SourceReader(this).load();
  }
}
