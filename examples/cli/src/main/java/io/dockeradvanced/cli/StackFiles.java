package io.dockeradvanced.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a stack and its files. */
class StackFiles extends StackSources {
  @Option(
      names = {"-p", "--project-name"},
      paramLabel = "NAME",
      description = "Name of the stack.")
  @Nullable String name;

  @Override
  final @Nullable String name() {
    return name;
  }
}
