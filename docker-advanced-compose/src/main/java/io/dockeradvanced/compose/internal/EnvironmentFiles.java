package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.Map;

/** The {@code .env} files of a project. */
public final class EnvironmentFiles {
  private EnvironmentFiles() {}

  /**
   * Adds the variables of one file.
   *
   * @param label what messages call the file
   * @param required whether a missing file is an error
   * @param known variables that win over those of the files
   * @param out variables of earlier files; gets those of this one
   */
  public static void read(
      SourceFiles files,
      String file,
      String label,
      boolean required,
      Map<String, String> known,
      Map<String, String> out,
      Findings findings) {
    Mark whole = new Mark(label, 0, 0);
    Files.Content content = files.read(file);
    String text = content.text();
    if (text == null) {
      boolean directory = content.problem().equals("is a directory");
      if (required || !content.isMissing() && !directory) {
        findings.error(whole, "The environment file " + content.problem() + ".");
      }
      return;
    }
    try {
      DotEnv.parse(
          label,
          text,
          out,
          name -> {
            String value = known.get(name);
            return value == null ? out.get(name) : value;
          },
          findings);
    } catch (InvalidSpec e) {
      e.findings()
          .forEach(f -> findings.error(new Mark(f.file(), f.line(), f.column()), f.message()));
    }
  }
}
