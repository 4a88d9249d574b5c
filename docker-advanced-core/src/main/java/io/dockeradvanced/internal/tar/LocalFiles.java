package io.dockeradvanced.internal.tar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes entries of files of this machine. For one thread and one archive. */
public final class LocalFiles {
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMLINK = 0120000;
  private static final int PIPE = 0010000;
  private static final int KIND = 0170000;
  private static final int MODE = 07777;

  private final boolean owners;
  private final Map<String, String> linked = new HashMap<>();

  /**
   * For one archive.
   *
   * @param owners whether files keep theirs; root has them otherwise
   */
  public LocalFiles(boolean owners) {
    this.owners = owners;
  }

  /**
   * The entry of a file; empty for sockets and devices. A file that is in the archive under another
   * name already becomes a link to that.
   *
   * @param name in the archive, without a slash at its end
   * @throws IOException when it cannot be read
   */
  public Optional<TarEntry> entry(Path file, String name) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Map<String, Object> unix = unix(file);
    int mode = mode(unix, attributes);
    if (attributes.isDirectory()) {
      return Optional.of(entry(name + "/", TarEntry.DIRECTORY, unix, mode, attributes, ""));
    }
    if (attributes.isSymbolicLink()) {
      String to = Files.readSymbolicLink(file).toString();
      return Optional.of(entry(name, TarEntry.SYMBOLIC_LINK, unix, mode, attributes, to));
    }
    if ((mode & KIND) == PIPE) {
      return Optional.of(entry(name, TarEntry.PIPE, unix, mode, attributes, ""));
    }
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    String first = firstName(unix, name);
    if (!first.isEmpty()) {
      return Optional.of(entry(name, TarEntry.HARD_LINK, unix, mode, attributes, first));
    }
    if (!Files.isReadable(file)) {
      throw new IOException(name + " may not be read; change its mode, or leave it out");
    }
    TarEntry bare = entry(name, TarEntry.FILE, unix, mode, attributes, "");
    return Optional.of(
        new TarEntry(
            name,
            TarEntry.FILE,
            bare.mode(),
            bare.user(),
            bare.group(),
            bare.modified(),
            attributes.size(),
            "",
            () -> Files.newInputStream(file)));
  }

  private TarEntry entry(
      String name,
      char type,
      Map<String, Object> unix,
      int mode,
      BasicFileAttributes attributes,
      String link) {
    return new TarEntry(
        name,
        type,
        mode & MODE,
        id(unix, "uid"),
        id(unix, "gid"),
        attributes.lastModifiedTime().toMillis() / 1000,
        0,
        link,
        TarEntry.NONE);
  }

  private long id(Map<String, Object> unix, String key) {
    return owners && unix.get(key) instanceof Number id ? Integer.toUnsignedLong(id.intValue()) : 0;
  }

  /** The name under which the same file is in the archive already. */
  private String firstName(Map<String, Object> unix, String path) {
    if (!(unix.get("nlink") instanceof Number links) || links.intValue() < 2) {
      return "";
    }
    String first = linked.putIfAbsent(unix.get("dev") + ":" + unix.get("ino"), path);
    return first == null ? "" : first;
  }

  private static Map<String, Object> unix(Path file) throws IOException {
    try {
      return Files.readAttributes(
          file, "unix:mode,nlink,dev,ino,uid,gid", LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Map.of();
    }
  }

  private static int mode(Map<String, Object> unix, BasicFileAttributes attributes) {
    if (unix.get("mode") instanceof Integer mode) {
      return mode;
    }
    // Where files have no modes everything is executable, as the docker command has it there.
    int kind =
        attributes.isDirectory() ? DIRECTORY : attributes.isSymbolicLink() ? SYMLINK : REGULAR;
    return kind | 0755;
  }
}
