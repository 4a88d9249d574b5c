package io.dockeradvanced.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the file before SQLite does, because SQLite leaves the mode to the umask. */
final class PrivateFiles {
  private PrivateFiles() {}

  static void prepare(Path file) {
    if (Files.isDirectory(file)) {
      throw new StoreFailed(
          "the state store " + file + " is a directory; give the path of a file in it", null);
    }
    Path parent = file.getParent();
    try {
      if (parent != null && !Files.isDirectory(parent)) {
        createDirectories(parent);
      }
      if (!Files.exists(file)) {
        createFile(file);
      }
    } catch (IOException e) {
      throw new StoreFailed(
          "the state store "
              + file
              + " cannot be created; check that its directory may be written ("
              + e
              + ")",
          e);
    }
  }

  private static void createDirectories(Path directory) throws IOException {
    if (posix(directory)) {
      Files.createDirectories(directory, mode("rwx------"));
    } else {
      Files.createDirectories(directory);
    }
  }

  private static void createFile(Path file) throws IOException {
    try {
      if (posix(file)) {
        Files.createFile(file, mode("rw-------"));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, and made it the same way.
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
