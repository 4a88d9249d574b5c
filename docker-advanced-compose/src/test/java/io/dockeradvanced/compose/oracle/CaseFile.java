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
 * <p>The YAML files at the top are named on the command line, unless they are called {@code other}
 * something or the case says {@code discover}; those in folders are for includes and extends.
 *
 * @param expectation {@code equal}, {@code refused}, {@code ours-accepts}, or {@code we-refuse} and
 *     a part of the message
 * @param says parts of our message
 */
record CaseFile(Case files, String expectation, List<String> says) {

  /** Writes the files of the case below the directory. */
  static CaseFile unpack(Path file, Path directory) throws IOException {
    String name = file.getFileName().toString().replace(".case", "");
    Path own = Files.createDirectories(directory.resolve(name));
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    List<String> profiles = new ArrayList<>();
    List<String> services = new ArrayList<>();
    Map<String, String> environment =
        new LinkedHashMap<>(Map.of("HOME", "/home/u", "PATH", "/usr/bin:/bin"));
    String expectation = "equal";
    List<String> says = new ArrayList<>();
    List<Path> envFiles = new ArrayList<>();
    String project = null;
    Path projectDirectory = null;
    Path start = own;
    boolean discover = false;
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
      } else if (line.startsWith("# service: ")) {
        services.add(line.substring(11));
      } else if (line.startsWith("# says: ")) {
        says.add(line.substring(8));
      } else if (line.startsWith("# env-file: ")) {
        envFiles.add(own.resolve(line.substring(12)));
      } else if (line.startsWith("# name: ")) {
        project = line.substring(8);
      } else if (line.startsWith("# project-directory: ")) {
        projectDirectory = own.resolve(line.substring(21));
      } else if (line.startsWith("# discover from: ")) {
        discover = true;
        start = own.resolve(line.substring(17)).normalize();
      } else if (line.startsWith("# variable: ")) {
        String[] pair = line.substring(12).split("=", 2);
        environment.put(pair[0], pair[1]);
      } else if (!line.isEmpty()) {
        throw new IllegalStateException(file + " begins with " + line);
      }
    }
    List<Path> composeFiles = new ArrayList<>();
    for (Map.Entry<String, StringBuilder> text : texts.entrySet()) {
      Path target = own.resolve(text.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, text.getValue());
      if (!discover && text.getKey().matches("(?!other)[^/]*\\.yaml")) {
        composeFiles.add(target);
      }
    }
    environment.putIfAbsent("PWD", start.toString());
    Case files =
        new Case(
            name,
            start,
            composeFiles,
            envFiles,
            profiles,
            services,
            environment,
            project,
            projectDirectory);
    return new CaseFile(files, expectation, says);
  }
}
