package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An archive, read when first asked for; a stream is kept, for it can be read once. Thread-safe.
 */
final class BundleInput {
  private final @Nullable Path file;
  private final @Nullable InputStream stream;
  private @Nullable Bundle kept; // guarded by this

  BundleInput(@Nullable Path file, @Nullable InputStream stream) {
    this.file = file;
    this.stream = stream;
  }

  /** What messages call it. */
  String label() {
    return file == null ? "<bundle>" : file.toString();
  }

  /** The last part of its path without {@code .zip} and the like; nothing for a stream. */
  String name() {
    Path last = file == null ? null : file.getFileName();
    return last == null ? "" : last.toString().replaceAll("(?i)\\.(zip|tar|tgz|tar\\.gz)$", "");
  }

  synchronized Bundle read() {
    if (kept != null) {
      return kept;
    }
    try {
      if (stream != null) {
        kept = Bundle.read(label(), stream);
        return kept;
      }
      try (InputStream in = Files.newInputStream(java.util.Objects.requireNonNull(file))) {
        return Bundle.read(label(), in);
      }
    } catch (NoSuchFileException e) {
      throw Bundle.invalid(label(), "The bundle does not exist.");
    } catch (AccessDeniedException e) {
      throw Bundle.invalid(label(), "The bundle may not be read; check its permissions.");
    } catch (IOException e) {
      throw Bundle.invalid(
          label(), "The bundle cannot be read: " + Bundle.reason(e.getMessage()) + ".");
    }
  }
}
