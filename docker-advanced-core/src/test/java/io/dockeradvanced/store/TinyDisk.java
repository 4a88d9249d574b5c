package io.dockeradvanced.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of one megabyte or so; the test is skipped where this user may not mount one. */
public final class TinyDisk implements AutoCloseable {
  private final Path path;

  public TinyDisk(Path directory) throws Exception {
    this(directory, "1m");
  }

  public TinyDisk(Path directory, String size) throws Exception {
    path = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "no mount on this machine");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()) == 0,
        "this user may not mount");
  }

  public Path path() {
    return path;
  }

  /** Gives it to another user of this machine. */
  public void giveTo(String user) throws Exception {
    if (run("chown", user, path.toString()) != 0) {
      throw new IOException("cannot give " + path + " to " + user);
    }
  }

  public void readOnly() throws Exception {
    if (run("mount", "-o", "remount,ro", path.toString()) != 0) {
      throw new IOException("cannot remount " + path);
    }
  }

  @Override
  public void close() throws Exception {
    if (run("umount", path.toString()) != 0) {
      throw new IOException("cannot unmount " + path);
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
