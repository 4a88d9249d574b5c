package io.dockeradvanced.cli;

import io.dockeradvanced.stack.DeployOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code --timeout} as Docker and Docker Compose have it, of every command that stops containers;
 * docker has called it {@code --time}.
 */
final class StopTimeoutOption {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  private @Nullable Duration time;

  @Option(
      names = {"-t", "--timeout", "--time"},
      paramLabel = "S",
      description = "Seconds a container has to stop before it is killed; its own time by default.")
  void seconds(int given) {
    if (given < 0) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "--timeout is %d; no stop waits for ever, give 0 or more seconds".formatted(given));
    }
    time = Duration.ofSeconds(given);
  }

  /** The options with the time that was given. */
  DeployOptions in(DeployOptions options) {
    return time().map(options::stopTimeout).orElse(options);
  }

  /** The time that was given. */
  Optional<Duration> time() {
    return Optional.ofNullable(time);
  }
}
