package io.dockeradvanced.cli;

import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.DeployOptions.Pull;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the images of containers come from that are made. */
final class ImageFlags {
  @Option(
      names = "--pull",
      paramLabel = "always|missing|never",
      description = "When images are pulled, whatever the file says.")
  @Nullable Pull pull;

  @Option(
      names = "--build",
      description = "Builds images that are built when what they are made of has changed.")
  boolean build;

  DeployOptions in(DeployOptions options) {
    DeployOptions built = options.build(build);
    return pull == null ? built : built.pull(pull);
  }
}
