package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.image.RegistryLogin;
import io.dockeradvanced.internal.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program that keeps logins, {@code docker-credential-NAME}: it is told the registry on its
 * standard input, and answers with JSON. Neither what it prints nor what it is told is shown.
 */
final class CredentialHelper {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
  private static final String NOT_FOUND = "credentials not found in native keychain";
  private static final String TOKEN_USER = "<token>";
  private static final int MAX_OUTPUT = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String program;
  private final Path path;
  private final Duration limit;

  private CredentialHelper(String program, Path path, Duration limit) {
    this.program = program;
    this.path = path;
    this.limit = limit;
  }

  /**
   * The helper of this name.
   *
   * @param config the file that names it, for messages
   */
  static CredentialHelper named(String name, Path config, Map<String, String> environment) {
    return named(name, config, environment, LIMIT);
  }

  static CredentialHelper named(
      String name, Path config, Map<String, String> environment, Duration limit) {
    String program = "docker-credential-" + name;
    if (!NAME.matcher(name).matches()) {
      throw new InvalidSpec(
          config.toString(), 0, 0, "the credential helper it names has no usable name");
    }
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String suffix : new String[] {"", ".exe"}) {
        Path candidate = Path.of(directory.isEmpty() ? "." : directory, program + suffix);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return new CredentialHelper(program, candidate, limit);
        }
      }
    }
    throw new InvalidSpec(
        config.toString(),
        0,
        0,
        "it names the credential helper %s, which is not in PATH; install it, or take it out"
            .formatted(program));
  }

  /** The login kept for this address; empty when the helper knows none. */
  Optional<RegistryLogin> get(String address) {
    Said said = ask("get", address);
    return answer(said.status(), said.output(), address);
  }

  /** The addresses that it keeps logins for. */
  Set<String> list() {
    Said said = ask("list", "");
    if (said.status() != 0) {
      throw failed("", "it ended with exit code " + said.status());
    }
    try {
      Set<String> addresses = new TreeSet<>();
      Json.tree(new String(said.output(), StandardCharsets.UTF_8).strip())
          .fieldNames()
          .forEachRemaining(addresses::add);
      return addresses;
    } catch (IllegalArgumentException e) {
      throw failed("", "its list is not JSON");
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Said(int status, byte[] output) {}

  private Said ask(String verb, String input) {
    Process process = start(verb);
    CompletableFuture<byte[]> output = exchanged(process, input);
    try {
      byte[] said = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      return new Said(process.exitValue(), said);
    } catch (TimeoutException e) {
      throw new TimedOut(
          "%s did not answer within %d s; run '%s %s' by hand to see what it waits for"
              .formatted(program, limit.toSeconds(), program, verb));
    } catch (ExecutionException e) {
      throw failed(input, "it could not be spoken with");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while " + program + " was asked", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(String verb) {
    try {
      return new ProcessBuilder(path.toString(), verb)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new DockerAdvancedException(program + " cannot be started: " + e.getMessage(), e);
    }
  }

  /** By a thread of its own: one that a helper leaves waiting must keep no other from its work. */
  private static CompletableFuture<byte[]> exchanged(Process process, String input) {
    CompletableFuture<byte[]> output = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                output.complete(exchange(process, input));
              } catch (RuntimeException | Error e) {
                output.completeExceptionally(e);
              }
            },
            "docker-advanced-credential-helper");
    thread.setDaemon(true);
    thread.start();
    return output;
  }

  private static byte[] exchange(Process process, String address) {
    try (InputStream out = process.getInputStream()) {
      try (OutputStream in = process.getOutputStream()) {
        in.write(address.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // One that does not read its input may answer all the same.
      }
      return out.readNBytes(MAX_OUTPUT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<RegistryLogin> answer(int status, byte[] output, String address) {
    String said = new String(output, StandardCharsets.UTF_8).strip();
    if (status != 0) {
      if (said.contains(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failed(address, "it ended with exit code " + status);
    }
    JsonNode json;
    try {
      json = Json.tree(said);
    } catch (IllegalArgumentException e) {
      throw failed(address, "its answer is not JSON");
    }
    String user = json.path("Username").asText("");
    String secret = json.path("Secret").asText("");
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        user.equals(TOKEN_USER)
            ? RegistryLogin.identityToken(secret)
            : RegistryLogin.password(user, secret));
  }

  private DockerAdvancedException failed(String address, String why) {
    return new DockerAdvancedException(
        address.isEmpty()
            ? "the credential helper %s does not list its logins: %s; run '%s list' by hand"
                .formatted(program, why, program)
            : "the credential helper %s gave no login for %s: %s; run '%s get' by hand, or log in again"
                .formatted(program, address, why, program));
  }
}
