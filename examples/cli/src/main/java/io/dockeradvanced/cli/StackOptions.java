package io.dockeradvanced.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a stack's files and set their variables. */
final class StackOptions extends StackFiles {
  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      mapFallbackValue = Option.NULL_VALUE,
      description = "A variable for the file's $${…}; K alone takes it from this environment.")
  Map<String, @Nullable String> variables = new LinkedHashMap<>();

  @Override
  Map<String, @Nullable String> variables() {
    return variables;
  }
}
