package io.dockeradvanced.compose.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Text files, with a reason in words where one cannot be read. */
public final class Files {
  private static final long LARGEST = 32L * 1024 * 1024;

  /**
   * @param text the content, or null where there is a problem
   * @param problem the end of a sentence that begins with the file's name
   */
  public record Content(@Nullable String text, String problem, boolean isMissing) {}

  private Files() {}

  public static Content read(String file) {
    try {
      Path path = Path.of(file);
      if (java.nio.file.Files.isDirectory(path)) {
        return new Content(null, "is a directory", false);
      }
      if (java.nio.file.Files.size(path) > LARGEST) {
        return new Content(null, "is larger than 32 MiB", false);
      }
      byte[] bytes = java.nio.file.Files.readAllBytes(path);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Content(text, "", false);
    } catch (NoSuchFileException e) {
      return new Content(null, "does not exist", true);
    } catch (CharacterCodingException e) {
      return new Content(null, "is not UTF-8 text", false);
    } catch (InvalidPathException e) {
      return new Content(null, "has a name no file can have", false);
    } catch (IOException e) {
      return new Content(null, "cannot be read; check its permissions", false);
    }
  }
}
