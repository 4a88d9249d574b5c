package io.dockeradvanced.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file with one JSON object in it, such as those of the docker command. It may hold secrets. */
public final class JsonFile {
  private static final int MOST = 4 << 20;

  private JsonFile() {}

  /**
   * The object; empty when there is no such file.
   *
   * @param remedy what to do about one that cannot be used
   * @throws InvalidSpec when it cannot be read, with the reason; without a word of what it holds
   */
  public static Optional<JsonNode> read(Path file, String remedy) {
    try {
      if (Files.size(file) > MOST) {
        throw new InvalidSpec(file.toString(), 0, 0, "it is larger than 4 MiB; " + remedy);
      }
      @Nullable JsonNode tree = Json.mapper().readTree(Files.readAllBytes(file));
      if (tree == null || !tree.isObject()) {
        throw new InvalidSpec(file.toString(), 0, 0, "it is no JSON object; " + remedy);
      }
      return Optional.of(tree);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // Not as a cause, either: the parser quotes the file. Where it stopped is no secret.
      @Nullable JsonLocation at = e.getLocation();
      throw new InvalidSpec(
          file.toString(),
          at == null ? 0 : at.getLineNr(),
          at == null ? 0 : at.getColumnNr(),
          "it cannot be read as JSON; " + remedy);
    } catch (IOException e) {
      // Whatever it is - permissions, a directory, a loop of links -, it is told and kept.
      throw new InvalidSpec(
          file.toString(), "it cannot be read: %s; %s".formatted(reason(e), remedy), e);
    }
  }

  /** Without the name of the file, which is said already. */
  private static String reason(IOException e) {
    @Nullable String reason =
        e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
