package io.dockeradvanced.image.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.internal.tar.LocalFiles;
import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a build: those of the context without the ignored ones, always with the Dockerfile
 * and {@code .dockerignore}, which the engine needs to read. What is ignored stands in a file of
 * the Dockerfile's name with {@code .dockerignore} at its end, beside it; else in {@code
 * .dockerignore} of the context.
 *
 * <p>All is looked at before anything is sent. Owners are root, as the docker command has it, so
 * that who builds makes no difference.
 */
public final class BuildContext {
  private static final String IGNORE = ".dockerignore";
  private static final String MADE_UP = ".dockerfile.";
  private static final int MAX_TEXT = 8 << 20;

  private final Path root;
  private final List<TarEntry> files = new ArrayList<>();
  private final LocalFiles local = new LocalFiles(false);
  private String dockerfile;
  private String dockerfileText = "";
  private Path ignoreFile;

  private BuildContext(Path root, String dockerfile) {
    this.root = root;
    this.dockerfile = dockerfile;
    this.ignoreFile = root.resolve(IGNORE);
  }

  /**
   * The context of this build.
   *
   * @throws InvalidSpec when something is not there, or cannot be read
   */
  public static BuildContext of(BuildSpec spec) {
    return of(spec.context(), spec.dockerfile(), spec.dockerfileText());
  }

  /**
   * The context of a build.
   *
   * @param dockerfile relative to the context, or anywhere else
   * @throws InvalidSpec when something is not there, or cannot be read
   */
  public static BuildContext of(Path directory, String dockerfile) {
    return of(directory, dockerfile, "");
  }

  private static BuildContext of(Path directory, String dockerfile, String dockerfileText) {
    Path root = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new InvalidSpec(
          directory.toString(), 0, 0, "the context of a build must be a directory that exists");
    }
    BuildContext context = new BuildContext(root, dockerfile);
    try {
      if (dockerfileText.isEmpty()) {
        context.gather(dockerfile);
      } else {
        context.withElsewhere(dockerfileText);
      }
    } catch (IOException e) {
      throw new InvalidSpec(
          directory.toString(), 0, 0, "the context cannot be read: " + e.getMessage());
    }
    return context;
  }

  private void gather(String given) throws IOException {
    Path file = root.resolve(given).normalize();
    Path realRoot = root.toRealPath();
    boolean inside = file.startsWith(root) && !file.equals(root);
    if (!Files.isRegularFile(file)) {
      throw new InvalidSpec(
          file.toString(), 0, 0, "there is no such Dockerfile; name the one to build with");
    }
    if (inside && !file.toRealPath().startsWith(realRoot)) {
      throw new InvalidSpec(
          file.toString(), 0, 0, "the Dockerfile is a link that leads out of the context");
    }
    Path own = file.resolveSibling(file.getFileName() + IGNORE);
    if (Files.isRegularFile(own)) {
      ignoreFile = own;
      withElsewhere(text(file), ignore(DockerIgnore.read(text(own))), IGNORE + "\n");
    } else if (inside) {
      dockerfileText = text(file);
      dockerfile = slashes(root.relativize(file));
      walk(withKept(DockerIgnore.read(ignoreText()), dockerfile));
    } else {
      withElsewhere(text(file));
    }
  }

  private String ignoreText() throws IOException {
    return Files.isRegularFile(ignoreFile) ? text(ignoreFile) : "";
  }

  private void withElsewhere(String text) throws IOException {
    String ignoreText = ignoreText();
    String end = ignoreText.isEmpty() || ignoreText.endsWith("\n") ? "" : "\n";
    withElsewhere(text, withKept(DockerIgnore.read(ignoreText), ""), ignoreText + end);
  }

  /**
   * One from elsewhere travels under a name nobody has, and is no part of what COPY sees. So does
   * one with patterns of its own, for the engine knows no others than those of {@code
   * .dockerignore}: that one then says only what it is to hide, the two files.
   *
   * @param hidden what the engine is told to hide beside it
   */
  private void withElsewhere(String text, DockerIgnore ignore, String hidden) throws IOException {
    dockerfileText = text;
    byte[] random = new byte[10];
    new SecureRandom().nextBytes(random);
    dockerfile = MADE_UP + HexFormat.of().formatHex(random);
    walk(ignore);
    files.removeIf(f -> f.name().equals(IGNORE));
    files.add(made(IGNORE, (hidden + dockerfile + "\n").getBytes(StandardCharsets.UTF_8)));
    files.add(made(dockerfile, dockerfileText.getBytes(StandardCharsets.UTF_8)));
  }

  private static TarEntry made(String name, byte[] content) {
    return TarEntry.file(name, content, 0600, 0);
  }

  private DockerIgnore withKept(List<String> lines, String kept) {
    List<String> all = new ArrayList<>(lines);
    DockerIgnore ignore = ignore(all);
    if (ignore.ignores(IGNORE)) {
      all.add("!" + IGNORE);
    }
    if (!kept.isEmpty() && ignore.ignores(kept)) {
      all.add("!" + kept);
    }
    return ignore(all);
  }

  private DockerIgnore ignore(List<String> lines) {
    try {
      return DockerIgnore.of(lines);
    } catch (IllegalArgumentException e) {
      throw new InvalidSpec(ignoreFile.toString(), 0, 0, String.valueOf(e.getMessage()));
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_TEXT) {
      throw new IOException(file + " is larger than 8 MiB");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private void walk(DockerIgnore ignore) throws IOException {
    walk(root, ignore, ignore.top());
  }

  private void walk(Path directory, DockerIgnore ignore, DockerIgnore.Verdict verdict)
      throws IOException {
    List<Path> children;
    try (Stream<Path> found = Files.list(directory)) {
      children = found.sorted((a, b) -> name(a).compareTo(name(b))).toList();
    }
    for (Path child : children) {
      String path = slashes(root.relativize(child));
      BasicFileAttributes attributes =
          Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      DockerIgnore.Verdict found = ignore.judge(path, verdict);
      if (!found.ignored()) {
        // Sockets and devices have no place in an image.
        local.entry(child, path).ifPresent(files::add);
      }
      if (attributes.isDirectory() && (!found.ignored() || ignore.mayTakeBackBelow(path))) {
        walk(child, ignore, found);
      }
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String slashes(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  /** The name of the Dockerfile within the context. */
  public String dockerfile() {
    return dockerfile;
  }

  /** What the Dockerfile says. */
  public String dockerfileText() {
    return dockerfileText;
  }

  /** The entries, in the order of the archive. */
  List<TarEntry> files() {
    return List.copyOf(files);
  }

  /**
   * A digest of all that the build gets: two of one digest are the same build. When files were
   * written last makes no difference, as it makes none to the layers of an image.
   */
  public String digest(BuildSpec spec) {
    return BuildDigest.of(spec, this);
  }

  /** Whether this entry is one that only this build has: its name is made up. */
  boolean isMadeUp(TarEntry entry) {
    return entry.name().equals(dockerfile) && dockerfile.startsWith(MADE_UP);
  }

  /** The files as an archive, made while it is read. */
  public InputStream archive() {
    return new TarStream(files().iterator());
  }
}
