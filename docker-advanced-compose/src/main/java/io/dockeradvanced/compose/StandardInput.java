package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Files;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the file {@code -} stands for. Read when first asked for, and kept: a stream can be read
 * once, but a source can be loaded again. Thread-safe.
 */
final class StandardInput {
  /** What it is called on the command line, and in the labels of containers. */
  static final Path FILE = Path.of("-");

  /** What it is called in messages. */
  static final String LABEL = "<stdin>";

  private final InputStream in;
  private Files.@Nullable Content content; // guarded by this

  StandardInput(InputStream in) {
    this.in = in;
  }

  synchronized Files.Content read() {
    if (content == null) {
      content = readStream();
    }
    return content;
  }

  private Files.Content readStream() {
    try {
      return Files.read(in);
    } catch (IOException e) {
      return new Files.Content(null, "cannot be read", false);
    }
  }
}
