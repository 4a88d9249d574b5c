package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key in a file that only its owner can read. */
final class KeyFile implements SecretSource {
  private static final int LENGTH = 32;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final Path file;
  private byte @Nullable [] cached;

  KeyFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public synchronized byte[] key() {
    if (cached == null) {
      try {
        cached = read();
      } catch (IOException e) {
        throw new DockerAdvancedException(
            "the key file %s cannot be used: %s; name another by Config.use(SecretSource.class, …)"
                .formatted(file, e),
            e);
      }
    }
    return cached.clone();
  }

  private byte[] read() throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        byte[] key = Files.readAllBytes(file);
        if (key.length != LENGTH) {
          throw new DockerAdvancedException(
              "the key file %s has %d bytes, not %d; restore it from a backup"
                  .formatted(file, key.length, LENGTH));
        }
        if (posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
          throw new DockerAdvancedException(
              "the key file %s can be read by others; run: chmod 600 %s".formatted(file, file));
        }
        return key;
      } catch (NoSuchFileException e) {
        if (attempt > 0) {
          throw e;
        }
        create();
      }
    }
  }

  /** Another process may do the same at the same moment: the first file in place is the key. */
  private void create() throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      if (posix()) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(directory);
      }
    }
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    Path fresh = Files.createTempFile(directory, "key", ".new");
    try {
      // On the disk before anything is encrypted with it: a power cut must not lose the key alone.
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      link(fresh);
      sync(directory);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void link(Path fresh) throws IOException {
    try {
      // A hard link, unlike a move, never replaces a key that came first.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its key is read next.
    } catch (UnsupportedOperationException | FileSystemException e) {
      moveWithoutLinks(fresh);
    }
  }

  /** For file systems without hard links. */
  private void moveWithoutLinks(Path fresh) throws IOException {
    try {
      Files.move(fresh, file);
    } catch (FileAlreadyExistsException e) {
      // As above.
    }
  }

  private static void sync(@Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can sync a directory; the key itself is written.
    }
  }

  private static boolean posix() {
    return java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
