package io.dockeradvanced.compose.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The real Docker Compose: what it makes of files is what we must make of them. */
final class DockerCompose {
  /** What a run said; Compose refused the files where the status is not 0. */
  record Answer(int status, String out, String err) {
    boolean refused() {
      return status != 0;
    }
  }

  private final Path binary;

  private DockerCompose(Path binary) {
    this.binary = binary;
  }

  /** The one named by DA_LAB_COMPOSE, or the one that lab/compose of this project provides. */
  static DockerCompose find() throws IOException, InterruptedException {
    String named = System.getenv("DA_LAB_COMPOSE");
    if (named != null && !named.isEmpty()) {
      return new DockerCompose(Path.of(named));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path script = at.resolve("lab/compose");
      if (Files.isExecutable(script)) {
        Process lab =
            new ProcessBuilder(script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(lab.getInputStream().readAllBytes()).lines().toList();
        if (lab.waitFor() != 0 || lines.isEmpty()) {
          throw new IllegalStateException(script + " gave no Docker Compose");
        }
        return new DockerCompose(Path.of(lines.get(lines.size() - 1).strip()));
      }
    }
    throw new IllegalStateException(
        "There is no Docker Compose: set DA_LAB_COMPOSE to its binary, or run lab/compose");
  }

  Answer json(Case files) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("config", "--format", "json"));
    words.addAll(files.services());
    return run(files, words.toArray(String[]::new));
  }

  /** Service names and their config-hashes. */
  Map<String, String> hashes(Case files) throws IOException, InterruptedException {
    return hashes(run(files, "config", "--hash", "*"));
  }

  /**
   * As {@link #hashes}, of what {@link #json} made of the files; empty where it does not load.
   *
   * @param project the name it gave the project
   */
  Map<String, String> hashesOfResolved(Case files, String json, String project)
      throws IOException, InterruptedException {
    Path file = Files.writeString(Files.createTempFile("resolved", ".json"), json);
    try {
      Path directory = files.directory();
      Case resolved =
          new Case(
              files.name(),
              directory,
              List.of(file),
              List.of(),
              List.of("*"),
              List.of(),
              Map.of("HOME", "/home/u", "COMPOSE_DISABLE_ENV_FILE", "1"),
              project,
              directory);
      return hashes(run(resolved, "config", "--hash", "*"));
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, String> hashes(Answer answer) {
    Map<String, String> hashes = new TreeMap<>();
    for (String line : answer.out().lines().toList()) {
      String[] words = line.split(" ");
      hashes.put(words[0], words[1]);
    }
    return hashes;
  }

  private Answer run(Case files, String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(binary.toString()));
    files.files().forEach(file -> words.addAll(List.of("-f", file.toString())));
    files.envFiles().forEach(file -> words.addAll(List.of("--env-file", file.toString())));
    if (files.project() != null) {
      words.addAll(List.of("-p", files.project()));
    }
    if (files.projectDirectory() != null) {
      words.addAll(List.of("--project-directory", files.projectDirectory().toString()));
    }
    files.profiles().forEach(profile -> words.addAll(List.of("--profile", profile)));
    words.addAll(List.of(command));
    Path err = Files.createTempFile("compose", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(files.directory().toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(files.environment());
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("Docker Compose did not end");
      }
      return new Answer(process.exitValue(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
