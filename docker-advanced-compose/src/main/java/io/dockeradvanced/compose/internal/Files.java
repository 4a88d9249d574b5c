package io.dockeradvanced.compose.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Text files, with a reason in words where one cannot be read. */
public final class Files {
  private static final int LARGEST = 8 * 1024 * 1024;

  /**
   * @param text the content, or null where there is a problem
   * @param problem the end of a sentence that begins with the file's name
   */
  public record Content(@Nullable String text, String problem, boolean isMissing) {}

  private Files() {}

  /** The text of a file, of at most 8 MiB; reads no more than that of one without end. */
  public static Content read(String file) {
    return text(bytes(file));
  }

  /** The bytes of a file, of at most 8 MiB; reads no more than that of one without end. */
  public static SourceFiles.Bytes bytes(String file) {
    try {
      Path path = Path.of(file);
      if (java.nio.file.Files.isDirectory(path)) {
        return new SourceFiles.Bytes(null, "is a directory", false);
      }
      try (InputStream in = java.nio.file.Files.newInputStream(path)) {
        return bytes(in);
      }
    } catch (NoSuchFileException e) {
      return new SourceFiles.Bytes(null, "does not exist", true);
    } catch (InvalidPathException e) {
      return new SourceFiles.Bytes(null, "has a name no file can have", false);
    } catch (IOException e) {
      return new SourceFiles.Bytes(null, "cannot be read; check its permissions", false);
    }
  }

  private static SourceFiles.Bytes bytes(InputStream in) throws IOException {
    // Not by the size of the file: that of a device or pipe is 0.
    byte[] bytes = in.readNBytes(LARGEST + 1);
    return bytes.length > LARGEST
        ? new SourceFiles.Bytes(null, "is larger than 8 MiB", false)
        : new SourceFiles.Bytes(bytes, "", false);
  }

  /**
   * The text of a stream.
   *
   * @throws IOException when it cannot be read
   */
  public static Content read(InputStream in) throws IOException {
    return text(bytes(in));
  }

  static Content text(SourceFiles.Bytes content) {
    byte[] bytes = content.bytes();
    if (bytes == null) {
      return new Content(null, content.problem(), content.isMissing());
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Content(text, "", false);
    } catch (CharacterCodingException e) {
      return new Content(null, "is not UTF-8 text", false);
    }
  }
}
