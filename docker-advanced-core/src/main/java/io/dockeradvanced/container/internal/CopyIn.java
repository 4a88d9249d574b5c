package io.dockeradvanced.container.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.CopyOptions;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.tar.LocalFiles;
import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of this machine into a container, where the docker command would put them. */
public final class CopyIn {
  static final Duration LIMIT = Duration.ofHours(2);

  private final Engine engine;
  private final String container;
  private final CopyOptions options;

  /** Into this container. */
  public CopyIn(Engine engine, String container, CopyOptions options) {
    this.engine = engine;
    this.container = container;
    this.options = options;
  }

  /** Copies a file or a directory. */
  public void path(Path source, String path) {
    boolean contents = String.valueOf(source.getFileName()).equals(".");
    Path file = real(source, contents);
    boolean directory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    Place place = place(path);
    String into;
    String name;
    if (place.isDirectory()) {
      into = place.path();
      name = contents ? "." : String.valueOf(source.toAbsolutePath().normalize().getFileName());
    } else {
      if (place.isThere() && directory) {
        throw refused(path, "it is a file in the container, and a directory cannot take its place");
      }
      if (!place.isThere() && !directory && ContainerPath.isOfDirectory(place.path())) {
        throw refused(path, "there is no such directory in the container; make it first");
      }
      into = ContainerPath.parent(place.path());
      name = ContainerPath.name(place.path());
    }
    archive(new TarStream(new Tree(file, name)), into);
  }

  /** Unpacks an archive in a directory. */
  public void archive(InputStream tar, String directory) {
    Call call =
        Call.put("/containers/" + Call.segment(container) + "/archive")
            .query("path", directory)
            .query("noOverwriteDirNonDir", true);
    if (options.containerOwner()) {
      call.query("copyUIDGID", true);
    }
    try (InputStream closed = tar) {
      engine.send(call.body("application/x-tar", () -> closed).within(LIMIT));
    } catch (IOException e) {
      throw new UncheckedIOException("what was copied cannot be closed", e);
    }
  }

  private Path real(Path source, boolean contents) {
    try {
      if (contents || options.followLink()) {
        return source.toRealPath();
      }
      if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
        return source;
      }
      throw new InvalidSpec(source.toString(), 0, 0, "there is no such file here");
    } catch (NoSuchFileException e) {
      throw new InvalidSpec(source.toString(), 0, 0, "there is no such file here");
    } catch (IOException e) {
      throw new InvalidSpec(source.toString(), 0, 0, "it cannot be read: " + e);
    }
  }

  /** Where something goes: to the path, or to where the link leads that is there. */
  private record Place(String path, boolean isThere, boolean isDirectory) {}

  private Place place(String path) {
    Optional<ContainerPath> there = ContainerPath.find(engine, container, path);
    if (there.filter(ContainerPath::isLink).isEmpty()) {
      return place(path, there);
    }
    String target = there.get().target();
    return place(target, ContainerPath.find(engine, container, target));
  }

  private static Place place(String path, Optional<ContainerPath> there) {
    return new Place(path, there.isPresent(), there.filter(ContainerPath::isDirectory).isPresent());
  }

  private InvalidSpec refused(String path, String why) {
    return new InvalidSpec(container + ":" + path, 0, 0, why);
  }

  /** A file or a directory with all that is in it, one entry after the other. */
  private static final class Tree implements Iterator<TarEntry> {
    private record Level(String name, Iterator<Path> children) {}

    private final LocalFiles local = new LocalFiles(true);
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable TarEntry next;

    Tree(Path file, String name) {
      next = entry(file, name);
      if (next == null) {
        throw new InvalidSpec(
            file.toString(), 0, 0, "it is neither a file nor a directory nor a link");
      }
    }

    @Override
    public boolean hasNext() {
      while (next == null && !levels.isEmpty()) {
        Level level = levels.element();
        if (level.children().hasNext()) {
          Path child = level.children().next();
          next = entry(child, level.name() + "/" + child.getFileName());
        } else {
          levels.remove();
        }
      }
      return next != null;
    }

    @Override
    public TarEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      TarEntry entry = java.util.Objects.requireNonNull(next);
      next = null;
      return entry;
    }

    private @Nullable TarEntry entry(Path file, String name) {
      try {
        Optional<TarEntry> entry = local.entry(file, name);
        if (entry.filter(TarEntry::isDirectory).isPresent()) {
          levels.push(new Level(name, children(file).iterator()));
        }
        return entry.orElse(null);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read", e);
      }
    }

    private static List<Path> children(Path directory) throws IOException {
      try (Stream<Path> children = Files.list(directory)) {
        return children.sorted().toList();
      }
    }
  }
}
