package io.dockeradvanced.cli;

import io.dockeradvanced.stack.DeployOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a stack is deployed; the same for the plan of it. */
final class DeployFlags {
  @Mixin TimeoutOption timeout = new TimeoutOption();

  @Option(
      names = "--remove-orphans",
      description = "Removes containers of services that the file no longer has.")
  boolean removeOrphans;

  DeployOptions options() {
    return DeployOptions.defaults()
        .healthTimeout(Duration.ofSeconds(timeout.seconds))
        .removeOrphans(removeOrphans);
  }
}
