package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.json.JsonFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code config.json} of the docker command; read anew each time.
 *
 * @param path where it lies, if it is there
 */
public record DockerConfigFile(Path path) {
  /** The file that the docker command would read in this environment. */
  public static DockerConfigFile of(Map<String, String> environment) {
    String named = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return in(named.isEmpty() ? Path.of(home, ".docker") : Path.of(named));
  }

  /** The file in this directory. */
  public static DockerConfigFile in(Path directory) {
    return new DockerConfigFile(directory.resolve("config.json"));
  }

  /**
   * What it says; empty when it is not there.
   *
   * @throws InvalidSpec when it cannot be read
   */
  public Optional<JsonNode> read() {
    return JsonFile.read(path, "repair it");
  }

  /** Something that is wrong with it. */
  InvalidSpec invalid(String message) {
    return new InvalidSpec(path.toString(), 0, 0, message);
  }
}
