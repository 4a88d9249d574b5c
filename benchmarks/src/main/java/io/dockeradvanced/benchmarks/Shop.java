package io.dockeradvanced.benchmarks;

import io.dockeradvanced.compose.StackSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The stack that is deployed: twenty services that sleep, one network, a named volume for every
 * fifth.
 *
 * @param version a variable of the environment of one service
 */
record Shop(String project, int version) {
  static final int SERVICES = 20;

  static Shop of(String project) {
    return new Shop(project, 1);
  }

  /** The same with one service changed. */
  Shop changed() {
    return new Shop(project, version + 1);
  }

  StackSource source() {
    return StackSource.text(yaml()).name(project);
  }

  Path file(Path directory) {
    Path file = directory.resolve("compose-%d.yaml".formatted(version));
    try {
      return Files.writeString(file, yaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("services:\n");
    StringBuilder volumes = new StringBuilder("volumes:\n");
    for (int i = 1; i <= SERVICES; i++) {
      yaml.append("  s%02d:\n".formatted(i))
          .append("    image: ")
          .append(Lab.IMAGE)
          .append('\n')
          .append("    command: [sleep, '3600']\n")
          // sleep as the first process of a container does not hear SIGTERM.
          .append("    stop_signal: SIGKILL\n")
          .append("    environment:\n")
          .append("      NUMBER: '%d'\n".formatted(i))
          .append("      VERSION: '%d'\n".formatted(i == 7 ? version : 1))
          .append("    labels:\n")
          .append("      example.role: worker\n");
      if (i % 5 == 0) {
        yaml.append("    volumes: ['data%d:/data']\n".formatted(i));
        volumes.append("  data%d: {}\n".formatted(i));
      }
    }
    return yaml.append(volumes).toString();
  }
}
