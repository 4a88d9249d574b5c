package io.dockeradvanced.compose;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a stack comes from: Compose files, texts, a bundle or a model built in Java, and what is
 * said about it.
 *
 * <pre>{@code
 * ComposeProject shop = StackSource.file(Path.of("compose.yaml")).name("shop").variable("TAG", "1.4").load();
 * }</pre>
 *
 * <p>Sources are immutable; each method gives a new one. Files use the {@code .env} beside them and
 * the environment of the process, as Docker Compose does. Texts, bundles and models see no other
 * file and no process environment unless told to. Of several values of one variable the first of
 * these wins: {@link #variable}, the process environment, later {@link #envFile}s, earlier ones.
 */
public final class StackSource {
  final Kind kind;
  final List<Path> files;
  final List<String> texts;
  final Map<String, String> variables;
  final List<Path> envFiles;
  final List<String> profiles;
  final Set<String> services;
  final boolean serviceFilesRead;
  final @Nullable String name;
  final @Nullable Path workingDirectory;
  final @Nullable Map<String, String> processEnvironment;
  final @Nullable StandardInput standardInput;
  final @Nullable BundleInput bundle;
  final @Nullable Compose model;

  enum Kind {
    FILES,
    TEXTS,
    DISCOVER,
    BUNDLE,
    MODEL
  }

  /** What the next source is made from. */
  private static final class Draft {
    private final Kind kind;
    private List<Path> files = List.of();
    private List<String> texts = List.of();
    private Map<String, String> variables = Map.of();
    private List<Path> envFiles = List.of();
    private List<String> profiles = List.of();
    private Set<String> services = Set.of();
    private boolean serviceFilesRead = true;
    private @Nullable String name;
    private @Nullable Path workingDirectory;
    private @Nullable Map<String, String> processEnvironment;
    private @Nullable StandardInput standardInput;
    private @Nullable BundleInput bundle;
    private @Nullable Compose model;

    private Draft(Kind kind) {
      this.kind = kind;
    }
  }

  private StackSource(Draft draft) {
    this.kind = draft.kind;
    this.files = List.copyOf(draft.files);
    this.texts = List.copyOf(draft.texts);
    this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(draft.variables));
    this.envFiles = List.copyOf(draft.envFiles);
    this.profiles = List.copyOf(draft.profiles);
    this.services = Set.copyOf(draft.services);
    this.serviceFilesRead = draft.serviceFilesRead;
    this.name = draft.name;
    this.workingDirectory = draft.workingDirectory;
    this.processEnvironment =
        draft.processEnvironment == null ? null : Map.copyOf(draft.processEnvironment);
    this.standardInput = draft.standardInput;
    this.bundle = draft.bundle;
    this.model = draft.model;
  }

  private StackSource with(Consumer<Draft> change) {
    Draft draft = new Draft(kind);
    draft.files = files;
    draft.texts = texts;
    draft.variables = variables;
    draft.envFiles = envFiles;
    draft.profiles = profiles;
    draft.services = services;
    draft.serviceFilesRead = serviceFilesRead;
    draft.name = name;
    draft.workingDirectory = workingDirectory;
    draft.processEnvironment = processEnvironment;
    draft.standardInput = standardInput;
    draft.bundle = bundle;
    draft.model = model;
    change.accept(draft);
    return new StackSource(draft);
  }

  private static StackSource of(Kind kind, Consumer<Draft> content) {
    Draft draft = new Draft(kind);
    content.accept(draft);
    return new StackSource(draft);
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
    return of(Kind.FILES, draft -> draft.files = files);
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
    return of(Kind.TEXTS, draft -> draft.texts = yaml);
  }

  /**
   * The Compose file of a directory, found as Docker Compose finds it: {@code COMPOSE_FILE}, or
   * {@code compose.yaml} and its kin with an override file, here or in the nearest parent.
   */
  public static StackSource discover(Path directory) {
    return of(Kind.DISCOVER, draft -> draft.files = List.of(directory));
  }

  /**
   * A zip, tar or tar.gz archive that has the Compose file in it, with the files it names: env
   * files, includes, configs. The Compose file is found as in {@link #discover}, at the top of the
   * archive or in the only directory there.
   *
   * <p>Nothing is unpacked, and no file outside of the archive is read. What lies in it cannot be
   * mounted, so a relative path of a mount needs a {@link #workingDirectory}. Without a name the
   * stack is called after the archive.
   */
  public static StackSource bundle(Path archive) {
    BundleInput input = new BundleInput(requireNonNull(archive, "archive is null"), null);
    return of(Kind.BUNDLE, draft -> draft.bundle = input);
  }

  /**
   * The same from a stream, which is read to its end by the first load, kept, and not closed.
   *
   * @see #bundle(Path)
   */
  public static StackSource bundle(InputStream archive) {
    BundleInput input = new BundleInput(null, requireNonNull(archive, "archive is null"));
    return of(Kind.BUNDLE, draft -> draft.bundle = input);
  }

  /** A project built in Java; like a text it sees no file and no process environment. */
  static StackSource model(Compose project) {
    return of(Kind.MODEL, draft -> draft.model = project);
  }

  /** The stack's name; without one it is taken from the file or from its directory. */
  public StackSource name(String stack) {
    return with(draft -> draft.name = requireNonNull(stack, "stack is null"));
  }

  /** A variable for <code>${…}</code> in the files; not one of a container's environment. */
  public StackSource variable(String variable, String value) {
    return variables(Map.of(variable, value));
  }

  /** Several variables at once. */
  public StackSource variables(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(more);
    return with(draft -> draft.variables = all);
  }

  /** A file of variables in {@code .env} format, in place of the one beside the Compose file. */
  public StackSource envFile(Path file) {
    return with(draft -> draft.envFiles = plus(envFiles, file));
  }

  /** Switches a profile on; {@code *} switches all on. */
  public StackSource profile(String profile) {
    return with(draft -> draft.profiles = plus(profiles, profile));
  }

  /**
   * Loads the project for services that are named, as Docker Compose does when it gets their names:
   * their profiles are switched on, and a file that only others name and that cannot be read is no
   * error; the service that names it counts as one that no profile switches on. The other services
   * stay in the project. {@link io.dockeradvanced.stack.Stacks#deploy} does this for the services
   * of its options.
   *
   * @param services none for all of those that the profiles switch on
   */
  public StackSource enable(Collection<String> services) {
    return with(draft -> draft.services = Set.copyOf(services));
  }

  /** As the other one. */
  public StackSource enable(String... services) {
    return enable(List.of(services));
  }

  /**
   * Reads neither the {@code env_file} nor the {@code label_file} of any service: for what looks at
   * a stack, stops it or takes it down. A project of which some service has such files has no
   * hashes then, and cannot be deployed.
   */
  public StackSource withoutServiceFiles() {
    return with(draft -> draft.serviceFilesRead = false);
  }

  /** The directory relative paths begin at, in place of that of the first file. */
  public StackSource workingDirectory(Path directory) {
    return with(draft -> draft.workingDirectory = requireNonNull(directory, "directory is null"));
  }

  /** The process environment to use, in place of that of this process. */
  public StackSource processEnvironment(Map<String, String> environment) {
    return with(draft -> draft.processEnvironment = environment);
  }

  /**
   * What the file {@code -} stands for, such as {@code System.in}; without it {@code -} is a file
   * like any other. Read at the first load of a source that has {@code -} among its files, up to
   * its end, and not closed. It lies in the directory of the first real file, or where there is
   * none in that of the process.
   */
  public StackSource standardInput(InputStream in) {
    return with(draft -> draft.standardInput = new StandardInput(requireNonNull(in, "in is null")));
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
