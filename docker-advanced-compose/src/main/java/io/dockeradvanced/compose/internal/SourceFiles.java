package io.dockeradvanced.compose.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the files of a project are read from: this machine, a bundle, or nowhere. */
public interface SourceFiles {
  /** Any bytes, or a reason in words. */
  record Bytes(byte @Nullable [] bytes, String problem, boolean isMissing) {}

  /** The text of a file. */
  Files.Content read(String path);

  /** The bytes of a file. */
  Bytes bytes(String path);

  boolean isDirectory(String path);

  boolean exists(String path);

  /** What messages call the file. */
  String label(String path);

  /** Whether there are any files; a stack given as text has none. */
  default boolean areReadable() {
    return true;
  }

  /** Whether an engine can be told these paths; those inside of a bundle are nowhere on a disk. */
  default boolean areReal() {
    return true;
  }

  /**
   * The files of this machine.
   *
   * @param base files below this directory are called by their path from there; null for none
   */
  static SourceFiles disk(@Nullable Path base) {
    return new Disk(base);
  }

  /** No files at all. */
  static SourceFiles none() {
    return new None();
  }

  /** See {@link #disk}. */
  record Disk(@Nullable Path base) implements SourceFiles {
    @Override
    public Files.Content read(String path) {
      return Files.read(path);
    }

    @Override
    public Bytes bytes(String path) {
      return Files.bytes(path);
    }

    @Override
    public boolean isDirectory(String path) {
      Path file = path(path);
      return file != null && java.nio.file.Files.isDirectory(file);
    }

    @Override
    public boolean exists(String path) {
      Path file = path(path);
      return file != null && java.nio.file.Files.exists(file);
    }

    @Override
    public String label(String path) {
      Path file = path(path);
      return base != null && file != null && file.startsWith(base) && !file.equals(base)
          ? base.relativize(file).toString()
          : path;
    }

    private static @Nullable Path path(String path) {
      try {
        return Path.of(path);
      } catch (InvalidPathException e) {
        return null;
      }
    }
  }

  /** See {@link #none}. */
  record None() implements SourceFiles {
    private static final String PROBLEM = "cannot be read, for this stack was given as text";

    @Override
    public Files.Content read(String path) {
      return new Files.Content(null, PROBLEM, false);
    }

    @Override
    public Bytes bytes(String path) {
      return new Bytes(null, PROBLEM, false);
    }

    @Override
    public boolean isDirectory(String path) {
      return false;
    }

    @Override
    public boolean exists(String path) {
      return false;
    }

    @Override
    public String label(String path) {
      return path;
    }

    @Override
    public boolean areReadable() {
      return false;
    }
  }
}
