package io.dockeradvanced.internal.tar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of an archive below one path, and nowhere else: whoever made the archive may
 * want something else. Nothing is written through a link, and no link leads out by dots; what
 * cannot be a file of anybody - a device, a pipe - is refused.
 */
public final class Unpacked {
  private final Path root;
  private final Path boundary;
  private final Deque<Late> directories = new ArrayDeque<>();
  private @Nullable String top;
  private long files;

  /** A directory gets its mode when everything is in it, for it may forbid that. */
  private record Late(Path path, TarEntry entry) {}

  /**
   * Unpacks to here.
   *
   * @param root what the first entry becomes, whatever it is called in the archive
   * @param boundary the directory that links must not lead out of by dots
   */
  public Unpacked(Path root, Path boundary) {
    this.root = root.toAbsolutePath().normalize();
    this.boundary = boundary.toAbsolutePath().normalize();
  }

  /** How many files were written. */
  public long files() {
    return files;
  }

  /**
   * Unpacks all of it.
   *
   * @throws IOException when the archive is cut, hostile, or cannot be written
   */
  public void all(TarReader reader) throws IOException {
    TarEntry entry;
    while ((entry = reader.next()) != null) {
      one(entry);
    }
    if (top == null) {
      throw new IOException("the archive is empty");
    }
    while (!directories.isEmpty()) {
      Late late = directories.pop();
      attributes(late.path(), late.entry());
    }
  }

  private void one(TarEntry entry) throws IOException {
    Path path = path(entry.name());
    parents(path, entry.name());
    boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (entry.isDirectory()) {
      if (there && !isDirectory) {
        throw new IOException(path + " is no directory, and stays what it is");
      }
      if (!there) {
        Files.createDirectory(path);
      }
      // As the docker command: what takes contents stays as it is, what has the same name does not.
      if (!there || !path.equals(root) || !"".equals(top)) {
        directories.push(new Late(path, entry));
      }
      return;
    }
    if (isDirectory) {
      throw new IOException(path + " is a directory, and stays one");
    }
    switch (entry.type()) {
      case TarEntry.FILE -> {
        Files.deleteIfExists(path);
        try (InputStream content = entry.content().open()) {
          Files.copy(content, path);
        }
        attributes(path, entry);
        files++;
      }
      case TarEntry.SYMBOLIC_LINK -> {
        Path to = target(path, entry);
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, to);
      }
      case TarEntry.HARD_LINK -> {
        Path to = path(entry.link());
        parents(to, entry.link());
        if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(quoted(entry) + " is a link to what is no file of the archive");
        }
        Files.deleteIfExists(path);
        Files.copy(to, path, StandardCopyOption.COPY_ATTRIBUTES);
        files++;
      }
      default ->
          throw new IOException(
              quoted(entry)
                  + " is a device or a pipe; only files, directories and links are copied");
    }
  }

  /** Where an entry lies; its first part is that of the first entry, and is called otherwise. */
  private Path path(String name) throws IOException {
    String whole = name.startsWith("./") ? name.substring(2) : name;
    while (whole.endsWith("/")) {
      whole = whole.substring(0, whole.length() - 1);
    }
    if (whole.equals(".")) {
      whole = "";
    }
    if (top == null) {
      top = whole;
    }
    String first = top;
    String below;
    if (whole.equals(first)) {
      below = "";
    } else if (first.isEmpty()) {
      below = whole;
    } else if (whole.startsWith(first + "/")) {
      below = whole.substring(first.length() + 1);
    } else {
      throw hostile(name);
    }
    if (name.startsWith("/") && !first.isEmpty() || below.startsWith("/")) {
      throw hostile(name);
    }
    for (String part : below.split("/", -1)) {
      if (part.equals("..") || part.equals(".") || part.isEmpty() && !below.isEmpty()) {
        throw hostile(name);
      }
    }
    if (first.equals("..") || first.contains("/")) {
      throw hostile(name);
    }
    try {
      return below.isEmpty() ? root : root.resolve(below);
    } catch (InvalidPathException e) {
      throw hostile(name);
    }
  }

  private static IOException hostile(String name) {
    return new IOException(
        "'" + shown(name) + "' in the archive lies outside of what was asked for");
  }

  private static String quoted(TarEntry entry) {
    return "'" + shown(entry.name()) + "'";
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
  }

  /** All that is between the root and the path has to be a directory, and no link to one. */
  private void parents(Path path, String name) throws IOException {
    if (path.equals(root)) {
      return;
    }
    Path at = root;
    for (Path part : root.relativize(path)) {
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(
              "'%s' would be written through %s, which is no directory; nothing is written through links"
                  .formatted(shown(name), at));
        }
        Files.createDirectory(at);
      }
      at = at.resolve(part);
    }
  }

  /** As the docker command: an absolute target is only a text, dots must not lead out. */
  private Path target(Path path, TarEntry entry) throws IOException {
    Path to;
    try {
      to = path.getFileSystem().getPath(entry.link());
    } catch (InvalidPathException e) {
      throw new IOException(quoted(entry) + " is a link to what is no path here");
    }
    Path parent = path.getParent();
    if (!to.isAbsolute()
        && parent != null
        && !parent.resolve(to).normalize().startsWith(boundary)) {
      throw new IOException(quoted(entry) + " is a link that leads out of what is copied");
    }
    return to;
  }

  private static void attributes(Path path, TarEntry entry) throws IOException {
    try {
      Files.setPosixFilePermissions(path, permissions(entry.mode()));
    } catch (UnsupportedOperationException e) {
      // Files have no modes here.
    }
    Files.getFileAttributeView(path, BasicFileAttributeView.class)
        .setTimes(FileTime.from(entry.modified(), TimeUnit.SECONDS), null, null);
  }

  /** Without set-uid and the like: whose the file is now is not whose it was. */
  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = {
      PosixFilePermission.OTHERS_EXECUTE,
      PosixFilePermission.OTHERS_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.GROUP_EXECUTE,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.OWNER_EXECUTE,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_READ
    };
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.length; i++) {
      if ((mode & 1 << i) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
