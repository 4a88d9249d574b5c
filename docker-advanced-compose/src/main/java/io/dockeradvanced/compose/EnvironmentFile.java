package io.dockeradvanced.compose;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.internal.EnvironmentFiles;
import io.dockeradvanced.compose.internal.Findings;
import io.dockeradvanced.compose.internal.SourceFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files of variables in the {@code .env} format of Docker Compose. */
public final class EnvironmentFile {
  private EnvironmentFile() {}

  /**
   * The variables of a file, in its order.
   *
   * @param known what variables in its values, and names without a value, stand for
   * @throws InvalidSpec when it cannot be read
   */
  public static Map<String, String> read(Path file, Map<String, String> known) {
    Map<String, String> variables = new LinkedHashMap<>();
    Findings findings = new Findings();
    EnvironmentFiles.read(
        SourceFiles.disk(null), file.toString(), file.toString(), true, known, variables, findings);
    findings.check();
    return variables;
  }
}
