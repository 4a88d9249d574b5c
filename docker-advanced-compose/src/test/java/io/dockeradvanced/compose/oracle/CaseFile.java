package io.dockeradvanced.compose.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A hand-written case: files after {@code #== NAME} lines, settings in comments before them.
 *
 * @param expectation {@code equal}, {@code refused}, {@code ours-accepts}, or {@code we-refuse} and
 *     a part of the message
 */
record CaseFile(Case files, String expectation) {

  /** Writes the files of the case below the directory. */
  static CaseFile unpack(Path file, Path directory) throws IOException {
    String name = file.getFileName().toString().replace(".case", "");
    Path own = Files.createDirectories(directory.resolve(name));
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    List<String> profiles = new ArrayList<>();
    Map<String, String> environment =
        new LinkedHashMap<>(Map.of("HOME", "/home/u", "PATH", "/usr/bin:/bin"));
    String expectation = "equal";
    StringBuilder current = null;
    for (String line : Files.readString(file).split("\n", -1)) {
      if (line.startsWith("#== ")) {
        current = texts.computeIfAbsent(line.substring(4), ignored -> new StringBuilder());
      } else if (current != null) {
        current.append(line).append('\n');
      } else if (line.startsWith("# expect: ")) {
        expectation = line.substring(10);
      } else if (line.startsWith("# profile: ")) {
        profiles.add(line.substring(11));
      } else if (line.startsWith("# variable: ")) {
        String[] pair = line.substring(12).split("=", 2);
        environment.put(pair[0], pair[1]);
      } else if (!line.isEmpty()) {
        throw new IllegalStateException(file + " begins with " + line);
      }
    }
    List<Path> composeFiles = new ArrayList<>();
    for (Map.Entry<String, StringBuilder> text : texts.entrySet()) {
      Path target = Files.writeString(own.resolve(text.getKey()), text.getValue());
      if (text.getKey().endsWith(".yaml") && !text.getKey().equals("other.yaml")) {
        composeFiles.add(target);
      }
    }
    return new CaseFile(new Case(name, own, composeFiles, profiles, environment), expectation);
  }
}
