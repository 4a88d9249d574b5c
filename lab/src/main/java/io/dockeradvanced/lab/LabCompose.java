package io.dockeradvanced.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Docker Compose itself, as the oracle and as the neighbour that works on the same stacks. */
public final class LabCompose {
  private final Path binary;
  private final Map<String, String> environment;

  private LabCompose(Path binary, Map<String, String> environment) {
    this.binary = binary;
    this.environment = environment;
  }

  /**
   * What a run said.
   *
   * @param status 0 when all went well
   */
  public record Answer(int status, String out, String err) {
    /** This, when all went well. */
    public Answer orFail() {
      if (status != 0) {
        throw new AssertionError("docker compose ended with %d: %s".formatted(status, err));
      }
      return this;
    }
  }

  /**
   * Compose against an engine; {@code lab/compose} provides the binary.
   *
   * @throws LabUnavailable when it cannot
   */
  public static LabCompose on(LabEngine engine) {
    Path script = LabScripts.project().resolve("lab/compose");
    return new LabCompose(
        Path.of(LabScripts.lastLine(script, Map.of())), Map.of("DOCKER_HOST", engine.uri()));
  }

  /** Runs {@code docker compose -f file -p stack words…}. */
  public Answer run(Path file, String stack, String... words) {
    List<String> arguments =
        new ArrayList<>(List.of("-f", file.toAbsolutePath().toString(), "-p", stack));
    arguments.addAll(List.of(words));
    return run(arguments);
  }

  /** Runs {@code docker compose -p stack words…}, without a file. */
  public Answer run(String stack, String... words) {
    List<String> arguments = new ArrayList<>(List.of("-p", stack));
    arguments.addAll(List.of(words));
    return run(arguments);
  }

  /** Runs {@code up -d --quiet-pull --no-build}, and fails when it fails. */
  public Answer up(Path file, String stack, String... words) {
    List<String> all = new ArrayList<>(List.of("up", "-d", "--quiet-pull", "--no-build"));
    all.addAll(List.of(words));
    return run(file, stack, all.toArray(String[]::new)).orFail();
  }

  /** Runs {@code down}; needs no file. */
  public Answer down(String stack, String... words) {
    List<String> all = new ArrayList<>(List.of("down", "-t", "1"));
    all.addAll(List.of(words));
    return run(stack, all.toArray(String[]::new)).orFail();
  }

  private Answer run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(arguments);
    LabScripts.Run run = LabScripts.Run.of(command, environment);
    return new Answer(run.status(), run.out(), run.err());
  }
}
