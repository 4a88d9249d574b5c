package io.dockeradvanced.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.json.JsonFile;
import io.dockeradvanced.transport.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The contexts in a directory of the docker command: {@code contexts/meta/ID/meta.json} says where
 * an engine is, {@code contexts/tls/ID/docker} has its TLS material; the id is the SHA-256 of the
 * name.
 */
final class ContextFiles {
  private static final String REMEDY = "repair it, or set DOCKER_HOST";

  private final Path directory;

  /** A context as its file has it; the address is empty when it cannot be read. */
  record Context(String name, String description, String address) {}

  ContextFiles(Path directory) {
    this.directory = directory;
  }

  /** The context that {@code config.json} names, or nothing. */
  String current() {
    Path file = directory.resolve("config.json");
    return Files.isReadable(file) ? read(file).path("currentContext").asText("") : "";
  }

  Endpoint endpoint(String name) {
    Path file = metaFile(id(name));
    if (!Files.exists(file)) {
      throw invalid(
          directory,
          "there is no Docker context '%s'; see docker context ls, or set DOCKER_HOST"
              .formatted(name));
    }
    JsonNode docker = read(file).path("Endpoints").path("docker");
    String host = docker.path("Host").asText("").strip();
    if (host.isEmpty()) {
      throw invalid(file, "the Docker context '%s' names no engine".formatted(name));
    }
    Endpoint endpoint = Endpoint.of(host);
    if (!CliAddress.takesTls(host)) {
      return endpoint;
    }
    if (docker.path("SkipTLSVerify").asBoolean(false)) {
      throw invalid(
          file,
          "the Docker context '%s' skips the check of the engine's certificate, which is not supported; give it the ca.pem of the engine: docker context update %s --docker host=%s,ca=ca.pem"
              .formatted(name, name, host));
    }
    Path tls = directory.resolve("contexts/tls").resolve(id(name)).resolve("docker");
    return Files.isDirectory(tls) ? endpoint.tls(TlsOptions.directory(tls)) : endpoint;
  }

  /** All that there are, in no order. */
  List<Context> all() {
    List<Context> found = new ArrayList<>();
    Path meta = directory.resolve("contexts/meta");
    try (DirectoryStream<Path> ids = Files.newDirectoryStream(meta, Files::isDirectory)) {
      for (Path id : ids) {
        Path file = id.resolve("meta.json");
        if (Files.exists(file)) {
          found.add(context(id.getFileName().toString(), file));
        }
      }
    } catch (NoSuchFileException e) {
      return found;
    } catch (IOException e) {
      throw invalid(meta, "the Docker contexts cannot be listed; check its permissions");
    }
    return found;
  }

  private static Context context(String id, Path file) {
    JsonNode json;
    try {
      json = read(file);
    } catch (InvalidSpec e) {
      return new Context(id, "", "");
    }
    return new Context(
        json.path("Name").asText(""),
        json.path("Metadata").path("Description").asText(""),
        json.path("Endpoints").path("docker").path("Host").asText("").strip());
  }

  private Path metaFile(String id) {
    return directory.resolve("contexts/meta").resolve(id).resolve("meta.json");
  }

  private static JsonNode read(Path file) {
    return JsonFile.read(file, REMEDY).orElseThrow(() -> invalid(file, "it is gone; " + REMEDY));
  }

  private static InvalidSpec invalid(Path file, String message) {
    return new InvalidSpec(file.toString(), 0, 0, message);
  }

  private static String id(String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
