package io.dockeradvanced.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the engine that the docker command line would speak to. */
public final class HostUris {
  private HostUris() {}

  /**
   * {@code DOCKER_HOST}; else the context that {@code DOCKER_CONTEXT} or the Docker configuration
   * names; else the local socket, or the rootless one if only that exists.
   *
   * @param environment such as {@link System#getenv()}
   * @throws InvalidSpec when a context is named that does not exist
   */
  public static String fromEnvironment(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "").strip();
    if (!host.isEmpty()) {
      return host;
    }
    Path config = configDirectory(environment);
    String context = environment.getOrDefault("DOCKER_CONTEXT", "").strip();
    if (context.isEmpty()) {
      context = currentContext(config.resolve("config.json"));
    }
    return context.isEmpty() || context.equals("default")
        ? local(environment, Path.of("/var/run/docker.sock"))
        : endpoint(config, context);
  }

  static String local(Map<String, String> environment, Path socket) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "").strip();
    if (!runtime.isEmpty() && !Files.exists(socket)) {
      Path rootless = Path.of(runtime, "docker.sock");
      if (Files.exists(rootless)) {
        return "unix://" + rootless;
      }
    }
    return "unix://" + socket;
  }

  private static Path configDirectory(Map<String, String> environment) {
    String named = environment.getOrDefault("DOCKER_CONFIG", "").strip();
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return Path.of(home, ".docker");
  }

  private static String currentContext(Path file) {
    if (!Files.isReadable(file)) {
      return "";
    }
    return read(file).path("currentContext").asText("").strip();
  }

  private static String endpoint(Path config, String context) {
    Path meta =
        config.resolve("contexts").resolve("meta").resolve(sha256(context)).resolve("meta.json");
    if (!Files.exists(meta)) {
      throw invalid(
          config,
          "there is no Docker context '%s'; see docker context ls, or set DOCKER_HOST"
              .formatted(context));
    }
    String host = read(meta).path("Endpoints").path("docker").path("Host").asText("").strip();
    if (host.isEmpty()) {
      throw invalid(meta, "the Docker context '%s' names no engine".formatted(context));
    }
    return host;
  }

  private static JsonNode read(Path file) {
    try {
      @Nullable JsonNode tree = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (tree != null) {
        return tree;
      }
    } catch (IOException e) {
      // Said below. The message of the parser is left out: it quotes the file, which may hold
      // credentials.
    }
    throw invalid(file, "it cannot be read as JSON; repair it, or set DOCKER_HOST");
  }

  private static InvalidSpec invalid(Path file, String message) {
    return new InvalidSpec(file.toString(), 0, 0, message);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
