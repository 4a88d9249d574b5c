package io.dockeradvanced.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the scripts of the folder {@code lab}. */
final class LabScripts {
  private LabScripts() {}

  /** The folder of the project, above the working directory. */
  static Path project() {
    return project(Path.of("").toAbsolutePath());
  }

  static Path project(Path from) {
    for (Path at = from; at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("lab/engine"))) {
        return at;
      }
    }
    throw new LabUnavailable(
        "no folder above %s has lab/engine; run the tests inside the project".formatted(from));
  }

  /** The last line of what a script prints; its own words when it fails. */
  static String lastLine(Path script, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    return lastOf(output(command, environment), "");
  }

  /** All that a command prints; its own last words when it fails. */
  static String output(List<String> command) {
    return output(command, Map.of());
  }

  private static String output(List<String> command, Map<String, String> environment) {
    Run run = Run.of(command, environment);
    if (run.status() != 0) {
      String reason = lastOf(run.err(), command.get(0) + " ended with " + run.status());
      LabUnavailable problem = new LabUnavailable(reason);
      problem.addSuppressed(new IllegalStateException("all it said:\n" + run.err().strip()));
      throw problem;
    }
    return run.out();
  }

  private static String lastOf(String text, String otherwise) {
    List<String> lines = text.strip().lines().toList();
    return lines.isEmpty() ? otherwise : lines.get(lines.size() - 1);
  }

  /** What a program said. */
  record Run(int status, String out, String err) {
    static Run of(List<String> command, Map<String, String> environment) {
      try {
        Path err = Files.createTempFile("lab", ".err");
        try {
          ProcessBuilder builder =
              new ProcessBuilder(command)
                  .redirectError(err.toFile())
                  .redirectInput(new java.io.File("/dev/null"));
          builder.environment().putAll(environment);
          Process process = builder.start();
          String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          int status = process.waitFor();
          return new Run(status, out, Files.readString(err));
        } finally {
          Files.delete(err);
        }
      } catch (IOException e) {
        throw new LabUnavailable("cannot run %s: %s".formatted(command.get(0), e.getMessage()), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabUnavailable("interrupted while %s ran".formatted(command.get(0)), e);
      }
    }
  }
}
